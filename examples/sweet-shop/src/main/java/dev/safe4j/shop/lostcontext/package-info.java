/** What an order is checked for, all at once, and what the log says of it. */
@NullMarked
package dev.safe4j.shop.lostcontext;

import org.jspecify.annotations.NullMarked;

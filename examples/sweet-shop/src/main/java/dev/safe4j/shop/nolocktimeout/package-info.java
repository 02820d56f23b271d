/** A cash desk, with one terminal for cards. */
@NullMarked
package dev.safe4j.shop.nolocktimeout;

import org.jspecify.annotations.NullMarked;

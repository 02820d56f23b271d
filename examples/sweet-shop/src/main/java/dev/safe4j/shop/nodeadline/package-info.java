/** What the shopkeeper sees in the morning, from four services, one of which does not answer. */
@NullMarked
package dev.safe4j.shop.nodeadline;

import org.jspecify.annotations.NullMarked;

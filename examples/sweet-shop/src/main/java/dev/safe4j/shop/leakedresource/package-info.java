/** Moulds hang in a rack, and are taken from it for a batch of figures. */
@NullMarked
package dev.safe4j.shop.leakedresource;

import org.jspecify.annotations.NullMarked;

/** A price tag gets its price from the price list, one import at a time. */
@NullMarked
package dev.safe4j.shop.lostlease;

import org.jspecify.annotations.NullMarked;

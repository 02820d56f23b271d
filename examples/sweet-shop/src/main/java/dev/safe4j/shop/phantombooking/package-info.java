/** A sweets-tasting has so many seats: the bookings are counted, and then one more is made. */
@NullMarked
package dev.safe4j.shop.phantombooking;

import org.jspecify.annotations.NullMarked;

/** The takings of the day are booked when the shop closes. */
@NullMarked
package dev.safe4j.shop.doubleschedule;

import org.jspecify.annotations.NullMarked;

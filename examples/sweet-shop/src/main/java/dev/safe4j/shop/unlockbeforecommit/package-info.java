/** The last seat of a tasting, booked under a lock. */
@NullMarked
package dev.safe4j.shop.unlockbeforecommit;

import org.jspecify.annotations.NullMarked;

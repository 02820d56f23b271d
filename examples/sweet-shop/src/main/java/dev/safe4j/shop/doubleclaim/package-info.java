/** Labels for the parcels that are ready, printed by whichever instance has time. */
@NullMarked
package dev.safe4j.shop.doubleclaim;

import org.jspecify.annotations.NullMarked;

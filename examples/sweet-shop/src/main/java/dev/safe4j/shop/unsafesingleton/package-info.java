/** Customers have things put on the tab, which the shop keeps in its memory. */
@NullMarked
package dev.safe4j.shop.unsafesingleton;

import org.jspecify.annotations.NullMarked;

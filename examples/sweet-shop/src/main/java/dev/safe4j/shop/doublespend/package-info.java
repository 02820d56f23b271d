/** A wallet pays: the balance is checked, and then the amount is taken off. */
@NullMarked
package dev.safe4j.shop.doublespend;

import org.jspecify.annotations.NullMarked;

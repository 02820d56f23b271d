/** A box is ordered by a form, whose button can be pressed twice. */
@NullMarked
package dev.safe4j.shop.doublesubmit;

import org.jspecify.annotations.NullMarked;

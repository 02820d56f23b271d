/** A box is ordered, confirmed by mail and labelled; and what fails in between is tried again. */
@NullMarked
package dev.safe4j.shop.repeatedsideeffect;

import org.jspecify.annotations.NullMarked;

/** Orders have numbers, which are printed on slips. */
@NullMarked
package dev.safe4j.shop.sequencerace;

import org.jspecify.annotations.NullMarked;

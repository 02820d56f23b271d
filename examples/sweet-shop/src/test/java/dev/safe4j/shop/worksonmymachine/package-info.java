/** Two tests of the shelf: one that calls one after another, and one that does not. */
@NullMarked
package dev.safe4j.shop.worksonmymachine;

import org.jspecify.annotations.NullMarked;

/** The nightly count of the stock, one at a time. */
@NullMarked
package dev.safe4j.shop.forgottenunlock;

import org.jspecify.annotations.NullMarked;

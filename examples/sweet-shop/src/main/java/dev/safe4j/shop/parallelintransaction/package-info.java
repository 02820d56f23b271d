/** Hampers are packed from several sweets: all of them, or there is no hamper. */
@NullMarked
package dev.safe4j.shop.parallelintransaction;

import org.jspecify.annotations.NullMarked;

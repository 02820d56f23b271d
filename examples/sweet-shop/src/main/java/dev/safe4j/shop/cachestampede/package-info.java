/** The pages of the sweets take a while to be made, so they are kept. */
@NullMarked
package dev.safe4j.shop.cachestampede;

import org.jspecify.annotations.NullMarked;

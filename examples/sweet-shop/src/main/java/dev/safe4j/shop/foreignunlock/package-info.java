/** The import of the price list, one at a time. */
@NullMarked
package dev.safe4j.shop.foreignunlock;

import org.jspecify.annotations.NullMarked;

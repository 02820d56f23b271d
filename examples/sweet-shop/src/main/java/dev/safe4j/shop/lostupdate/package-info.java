/** The price list, which several people edit at once. */
@NullMarked
package dev.safe4j.shop.lostupdate;

import org.jspecify.annotations.NullMarked;

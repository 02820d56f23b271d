/** Every hazard of the shop, searched: the unsafe form for the order that breaks it, the safe one through all orders. */
@NullMarked
package dev.safe4j.shop.searched;

import org.jspecify.annotations.NullMarked;

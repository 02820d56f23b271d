/** The shelf: the stock is read, counted in code, and written back, by buyers and by whoever restocks. */
@NullMarked
package dev.safe4j.shop.oversell;

import org.jspecify.annotations.NullMarked;

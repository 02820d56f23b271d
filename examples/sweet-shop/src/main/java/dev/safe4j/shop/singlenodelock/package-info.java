/** A price is raised by so many per cent, under a lock. */
@NullMarked
package dev.safe4j.shop.singlenodelock;

import org.jspecify.annotations.NullMarked;

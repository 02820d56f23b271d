/** The hatch at which one customer at a time is served. */
@NullMarked
package dev.safe4j.shop.starvation;

import org.jspecify.annotations.NullMarked;

/** The race: many customers at once, over HTTP, against both forms of every hazard. */
@NullMarked
package dev.safe4j.shop.race;

import org.jspecify.annotations.NullMarked;

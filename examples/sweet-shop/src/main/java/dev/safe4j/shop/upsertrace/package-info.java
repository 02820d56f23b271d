/** The counter of visits: the first visit of a page makes the row, every other one raises it. */
@NullMarked
package dev.safe4j.shop.upsertrace;

import org.jspecify.annotations.NullMarked;

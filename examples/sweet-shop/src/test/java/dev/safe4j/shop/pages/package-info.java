/** What the pages of the catalogue show of a run. */
@NullMarked
package dev.safe4j.shop.pages;

import org.jspecify.annotations.NullMarked;

/** The shop's pages in a real browser. */
@NullMarked
package dev.safe4j.shop.browser;

import org.jspecify.annotations.NullMarked;

/** The price board is a file that the displays of the shop read, a line for each sweet. */
@NullMarked
package dev.safe4j.shop.unlockedfilewrite;

import org.jspecify.annotations.NullMarked;

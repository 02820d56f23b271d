/** A sweet is bought on a card, by a process that may die at any line. */
@NullMarked
package dev.safe4j.shop.crashmidoperation;

import org.jspecify.annotations.NullMarked;

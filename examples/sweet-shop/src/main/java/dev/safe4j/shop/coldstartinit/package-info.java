/** When the shop opens, everybody with a stamp card gets a gift, whichever instance is up first. */
@NullMarked
package dev.safe4j.shop.coldstartinit;

import org.jspecify.annotations.NullMarked;

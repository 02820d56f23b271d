/** Who visits a page is counted, and greeted by the number. */
@NullMarked
package dev.safe4j.shop.lostcounter;

import org.jspecify.annotations.NullMarked;

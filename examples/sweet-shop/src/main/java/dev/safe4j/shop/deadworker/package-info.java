/** Orders are handed over to the courier, one after the other. */
@NullMarked
package dev.safe4j.shop.deadworker;

import org.jspecify.annotations.NullMarked;

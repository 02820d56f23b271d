/** An order of a limited box is confirmed by mail, and then its transaction fails. */
@NullMarked
package dev.safe4j.shop.effectbeforecommit;

import org.jspecify.annotations.NullMarked;

/** A full card of stamps is exchanged for a gift, in a transaction that is not there. */
@NullMarked
package dev.safe4j.shop.wrongboundary;

import org.jspecify.annotations.NullMarked;

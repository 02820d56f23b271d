/** The checkout: stock, the bank's answer, the purchase; and the bank takes its time. */
@NullMarked
package dev.safe4j.shop.longtransaction;

import org.jspecify.annotations.NullMarked;

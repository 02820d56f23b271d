/** The balance sheet: the total and the single wallets, read one after the other while money moves. */
@NullMarked
package dev.safe4j.shop.nonrepeatableread;

import org.jspecify.annotations.NullMarked;

/** Strangers that the shop calls: a mail server, a bank, a payment provider. They remember what they were asked. */
@NullMarked
package dev.safe4j.shop.outside;

import org.jspecify.annotations.NullMarked;

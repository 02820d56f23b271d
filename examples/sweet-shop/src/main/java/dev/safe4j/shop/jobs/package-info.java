/** What the shop does later, and does not forget: mails that are jobs of the order's transaction, and the count of the stock at night. */
@NullMarked
package dev.safe4j.shop.jobs;

import org.jspecify.annotations.NullMarked;

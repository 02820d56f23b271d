/** Customers log in, and have a few tries at their password. */
@NullMarked
package dev.safe4j.shop.quotarace;

import org.jspecify.annotations.NullMarked;

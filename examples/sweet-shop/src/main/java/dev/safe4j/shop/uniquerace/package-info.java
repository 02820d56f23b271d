/** Customers register, each under a name of their own. */
@NullMarked
package dev.safe4j.shop.uniquerace;

import org.jspecify.annotations.NullMarked;

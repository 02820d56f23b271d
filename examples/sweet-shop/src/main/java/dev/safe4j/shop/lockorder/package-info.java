/** Money moves between two wallets, both of which are locked. */
@NullMarked
package dev.safe4j.shop.lockorder;

import org.jspecify.annotations.NullMarked;

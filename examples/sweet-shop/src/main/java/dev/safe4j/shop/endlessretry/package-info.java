/** Everybody who has ordered gets a letter; one of the addresses is no address. */
@NullMarked
package dev.safe4j.shop.endlessretry;

import org.jspecify.annotations.NullMarked;

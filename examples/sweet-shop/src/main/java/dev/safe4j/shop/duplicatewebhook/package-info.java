/** The bank tells that a box was paid, and tells it again until it has an answer. */
@NullMarked
package dev.safe4j.shop.duplicatewebhook;

import org.jspecify.annotations.NullMarked;

/** The shop window is arranged, which cleaning is a part of. */
@NullMarked
package dev.safe4j.shop.reentry;

import org.jspecify.annotations.NullMarked;

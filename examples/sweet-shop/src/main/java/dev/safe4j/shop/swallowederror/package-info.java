/** The temperature of the cellar is looked at again and again, as chocolate minds. */
@NullMarked
package dev.safe4j.shop.swallowederror;

import org.jspecify.annotations.NullMarked;

/** A sweet is paid at the bank, whose answer takes what it takes. */
@NullMarked
package dev.safe4j.shop.lockheldovercall;

import org.jspecify.annotations.NullMarked;

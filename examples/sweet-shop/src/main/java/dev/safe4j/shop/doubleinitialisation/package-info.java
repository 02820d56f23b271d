/** The line to the supplier is opened when it is first needed. */
@NullMarked
package dev.safe4j.shop.doubleinitialisation;

import org.jspecify.annotations.NullMarked;

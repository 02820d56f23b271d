/** A wallet pays at the request of a client that asks again when it hears nothing. */
@NullMarked
package dev.safe4j.shop.duplicaterequest;

import org.jspecify.annotations.NullMarked;

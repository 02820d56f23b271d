/** Money moves from one wallet to another, in two writes. */
@NullMarked
package dev.safe4j.shop.halfdonetransfer;

import org.jspecify.annotations.NullMarked;

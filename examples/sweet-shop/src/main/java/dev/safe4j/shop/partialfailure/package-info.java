/** The branches of the chain are told the news, some of which do not answer. */
@NullMarked
package dev.safe4j.shop.partialfailure;

import org.jspecify.annotations.NullMarked;

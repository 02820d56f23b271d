/** Names are engraved into bars of chocolate, by a machine that others use, too. */
@NullMarked
package dev.safe4j.shop.unboundedfanout;

import org.jspecify.annotations.NullMarked;

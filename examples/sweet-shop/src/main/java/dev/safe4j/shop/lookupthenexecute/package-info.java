/** An order is charged to a card, and the card is not to be charged for the same request again. */
@NullMarked
package dev.safe4j.shop.lookupthenexecute;

import org.jspecify.annotations.NullMarked;

/** The price list of the season is taken over, line by line, in the background. */
@NullMarked
package dev.safe4j.shop.untrackedjob;

import org.jspecify.annotations.NullMarked;

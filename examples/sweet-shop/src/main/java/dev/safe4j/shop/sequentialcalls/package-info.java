/** What a sweet costs is asked of all the suppliers. */
@NullMarked
package dev.safe4j.shop.sequentialcalls;

import org.jspecify.annotations.NullMarked;

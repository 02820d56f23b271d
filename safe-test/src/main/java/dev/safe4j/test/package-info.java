/** What tests of concurrent code need. Empty until the race kit moves in. */
@NullMarked
package dev.safe4j.test;

import org.jspecify.annotations.NullMarked;

/** The lab as a whole, over HTTP, on real servers. */
@NullMarked
package dev.safe4j.lab;

import org.jspecify.annotations.NullMarked;

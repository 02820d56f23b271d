/** A copy of the lab in one file, which needs no server. */
@NullMarked
package dev.safe4j.lab.copy;

import org.jspecify.annotations.NullMarked;

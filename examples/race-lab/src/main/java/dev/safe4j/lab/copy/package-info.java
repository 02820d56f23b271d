/** A copy of the lab that needs no server. */
@NullMarked
package dev.safe4j.lab.copy;

import org.jspecify.annotations.NullMarked;

/** Runs: what was asked for, how far it is, and what it brought. */
@NullMarked
package dev.safe4j.lab.run;

import org.jspecify.annotations.NullMarked;

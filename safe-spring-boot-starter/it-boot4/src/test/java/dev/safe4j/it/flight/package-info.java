@NullMarked
package dev.safe4j.it.flight;

import org.jspecify.annotations.NullMarked;

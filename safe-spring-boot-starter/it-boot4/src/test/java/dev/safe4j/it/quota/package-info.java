@NullMarked
package dev.safe4j.it.quota;

import org.jspecify.annotations.NullMarked;

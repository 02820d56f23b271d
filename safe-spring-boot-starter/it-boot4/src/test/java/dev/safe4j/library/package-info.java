/** Not of the application's packages. */
@NullMarked
package dev.safe4j.library;

import org.jspecify.annotations.NullMarked;

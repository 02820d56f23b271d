/** Both forms, raced by many callers at once. */
@NullMarked
package dev.safe4j.lab.load;

import org.jspecify.annotations.NullMarked;

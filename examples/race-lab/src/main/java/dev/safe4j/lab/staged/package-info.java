/** Both forms, with callers that are held at their steps: the shop's own tests. */
@NullMarked
package dev.safe4j.lab.staged;

import org.jspecify.annotations.NullMarked;

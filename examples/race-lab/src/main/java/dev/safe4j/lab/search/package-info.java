/** Both forms, in every order of their statements. */
@NullMarked
package dev.safe4j.lab.search;

import org.jspecify.annotations.NullMarked;

/** The race lab: a page that shows each hazard of the catalogue happening, and each fix holding, on a real server. */
@NullMarked
package dev.safe4j.lab;

import org.jspecify.annotations.NullMarked;

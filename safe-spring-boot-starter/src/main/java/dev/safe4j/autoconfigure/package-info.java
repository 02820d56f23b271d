/**
 * The wiring: auto-configuration, properties, failure analyses. One class file for Spring Boot 4 and 3.5: nothing here
 * mentions a type that moved between the two, except by name.
 */
@NullMarked
package dev.safe4j.autoconfigure;

import org.jspecify.annotations.NullMarked;

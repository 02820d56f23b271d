/** Puts the data sources of a Spring Boot test's context under the probe of races. */
@NullMarked
package dev.safe4j.test.spring;

import org.jspecify.annotations.NullMarked;

/** The starter in applications, on each generation of Spring Boot. */
@NullMarked
package dev.safe4j.it;

import org.jspecify.annotations.NullMarked;

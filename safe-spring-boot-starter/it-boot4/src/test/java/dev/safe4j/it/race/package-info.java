/** Race tests of Spring services, on each generation of Spring Boot and with the JUnit that it manages. */
@NullMarked
package dev.safe4j.it.race;

import org.jspecify.annotations.NullMarked;

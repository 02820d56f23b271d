/**
 * What a Spring service writes itself: the annotations of safe4j.
 */
@NullMarked
package dev.safe4j.spring;

import org.jspecify.annotations.NullMarked;

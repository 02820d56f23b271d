/** Traces over several rooms, by a real tracer. */
@org.jspecify.annotations.NullMarked
package dev.safe4j.it.trace;

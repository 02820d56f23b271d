/** Handlers of jobs and schedules, as an application has them. */
@org.jspecify.annotations.NullMarked
package dev.safe4j.it.job;

/**
 * {@link dev.safe4j.spring.JobHandler} and {@link dev.safe4j.spring.JobSchedule} at work: the methods are found, checked and given to the
 * worker of this instance.
 *
 * <p>Promise: a method that could not handle what it is there for does not let the service start; the worker begins when all else has begun,
 * and ends before anything that its jobs need.
 */
@NullMarked
package dev.safe4j.spring.job;

import org.jspecify.annotations.NullMarked;

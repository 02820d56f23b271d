/**
 * The history room: did what the clients saw happen on one thing that does one operation at a time?
 *
 * <p>Promise: {@link dev.safe4j.test.history.LinearizabilityChecker} says <i>linearizable</i> only if it has found, for every key,
 * an order of the recorded operations that keeps their real-time order and in which the model gives every answer that was
 * given; <i>not linearizable</i> only if there is no such order; and <i>unknown</i> if its limit came first. An operation whose
 * reply never came may have happened at any time after its call, or not at all. Use: record with
 * {@link dev.safe4j.test.history.History}, check against one of the models here or against your own
 * {@link dev.safe4j.test.history.Model}. A recorded history shows what did happen, not what can: make the races happen first.
 */
@NullMarked
package dev.safe4j.test.history;

import org.jspecify.annotations.NullMarked;

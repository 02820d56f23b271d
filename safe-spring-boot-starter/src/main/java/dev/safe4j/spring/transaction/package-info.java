/**
 * The time budget over every transaction of the application.
 *
 * <p>Promise: a transaction that takes longer than its budget is reported once, with the stack of its thread; none is ended.
 */
@NullMarked
package dev.safe4j.spring.transaction;

import org.jspecify.annotations.NullMarked;

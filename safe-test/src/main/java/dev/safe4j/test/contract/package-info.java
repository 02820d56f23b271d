/**
 * Contracts that stores have to meet, as JUnit tests to be extended: {@link dev.safe4j.test.contract.LockStoreContract} for the stores of
 * locks, {@link dev.safe4j.test.contract.IdempotencyStoreContract} for those of requests. Needs {@code safe-core} and JUnit Jupiter, 5 or
 * 6.
 */
@NullMarked
package dev.safe4j.test.contract;

import org.jspecify.annotations.NullMarked;

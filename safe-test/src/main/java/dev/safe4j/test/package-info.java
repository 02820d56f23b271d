/**
 * What tests of concurrent code need, in the packages below: the race kit is {@link dev.safe4j.test.race}, with
 * {@link dev.safe4j.test.junit} for JUnit; the search for orders that break something is {@link dev.safe4j.test.interleavings}; the contracts
 * of stores are in {@link dev.safe4j.test.contract}.
 */
@NullMarked
package dev.safe4j.test;

import org.jspecify.annotations.NullMarked;

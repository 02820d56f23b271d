/**
 * What safe4j costs, measured against the raw limit and against what people write otherwise, in one run. The command is {@code
 * internal/benchmarks/run}; a case is a {@link dev.safe4j.benchmarks.BenchmarkCase}.
 */
@NullMarked
package dev.safe4j.benchmarks;

import org.jspecify.annotations.NullMarked;

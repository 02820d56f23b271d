package dev.safe4j.job;

import java.time.Duration;

/**
 * How many jobs there are.
 *
 * @param type who handles them
 * @param state what has become of them
 * @param jobs how many
 * @param oldest for how long the first of them is due; zero if none is, or they need not be run any more
 */
public record JobCount(String type, JobState state, long jobs, Duration oldest) {}

package dev.safe4j.job;

/**
 * The job that stands for what was enqueued.
 *
 * @param id of the job, given by the store
 * @param isNew false if a job with the same key for deduplication was there already, and nothing was written
 */
public record Enqueued(long id, boolean isNew) {}

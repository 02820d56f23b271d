package dev.safe4j.job;

import dev.safe4j.job.JobStore.Saved;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job as people see it.
 *
 * @param id of the job
 * @param type who handles it
 * @param state what has become of it
 * @param attempt how often it was begun
 * @param payload what it is about
 * @param saved what its attempts left
 * @param due when it is or was due
 * @param worker who has it or had it last; null if nobody had
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, and compared by nobody
public record StoredJob(
        long id,
        String type,
        JobState state,
        int attempt,
        byte[] payload,
        Saved saved,
        Instant due,
        @Nullable String worker) {}

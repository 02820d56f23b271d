package dev.safe4j.job;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A queue in memory whose steps are seen, and workers for it. */
@Timeout(60)
abstract class WorkerCases {

    static final JobPolicy SOON = JobPolicy.defaults()
            .delays(Duration.ofMillis(1), Duration.ofMillis(2))
            .attempts(3);

    final ObservedStore observed = new ObservedStore(new MemoryJobStore());
    private final JobStore store = observed.store();
    final Heard heard = new Heard();
    final Map<String, String> present = new ConcurrentHashMap<>();
    final JobQueue jobs =
            JobQueue.builder(store).listener(heard).context(new Present()).build();

    /** A context that is one value. */
    private final class Present implements JobContext {

        @Override
        public Map<String, String> capture() {
            return Map.copyOf(present);
        }

        @Override
        public Scope open(JobRun run, Map<String, String> context) {
            Map<String, String> before = new HashMap<>(present);
            present.putAll(context);
            return () -> {
                present.clear();
                present.putAll(before);
            };
        }
    }

    @AfterEach
    void close() {
        jobs.close();
    }

    JobWorkerBuilder worker() {
        return jobs.worker().poll(Duration.ofMillis(50));
    }
}

package dev.safe4j.job;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are told; none can break what is told. Thread-safe. */
final class JobListeners {

    private static final Logger LOG = LoggerFactory.getLogger(JobListeners.class);

    private final List<JobListener> listeners;

    JobListeners(List<JobListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    void tell(Consumer<JobListener> event) {
        for (JobListener each : listeners) {
            try {
                event.accept(each);
            } catch (RuntimeException | Error failure) {
                LOG.warn("A listener to jobs failed: {}", each, failure);
            }
        }
    }
}

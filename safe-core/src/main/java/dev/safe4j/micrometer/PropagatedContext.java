package dev.safe4j.micrometer;

import dev.safe4j.fanout.ContextCarrier;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;

/**
 * Carries the logging context, and what Micrometer's context propagation knows of the calling thread: the current observation, and the
 * values of all that have registered an accessor. Needs {@code io.micrometer:context-propagation}. Thread-safe.
 */
public final class PropagatedContext implements ContextCarrier {

    private final ContextSnapshotFactory snapshots;
    private final ContextCarrier logging = ContextCarrier.mdc();

    /** Carries what the global registry of context propagation knows. */
    public PropagatedContext() {
        this(ContextRegistry.getInstance());
    }

    /**
     * Carries what a registry knows.
     *
     * @param registry the registry
     */
    public PropagatedContext(ContextRegistry registry) {
        this.snapshots =
                ContextSnapshotFactory.builder().contextRegistry(registry).build();
    }

    @Override
    public Captured capture() {
        Captured log = logging.capture();
        ContextSnapshot snapshot = snapshots.captureAll();
        return () -> {
            Scope ofLog = log.open();
            ContextSnapshot.Scope ofAll = snapshot.setThreadLocals();
            return () -> {
                ofAll.close();
                ofLog.close();
            };
        };
    }
}

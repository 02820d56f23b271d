package dev.safe4j.spring.background;

import dev.safe4j.background.BackgroundTasks;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Stops background tasks when the application is closed: after the web server, whose last requests may start some, and before connections
 * to others, which are stopped in the phases below, and pools, which are destroyed. Thread-safe.
 *
 * <p>A context that is only paused, and started again, keeps its tasks running: they cannot be started again.
 */
public final class BackgroundLifecycle
        implements SmartLifecycle, ApplicationListener<ContextClosedEvent>, DisposableBean {

    /** Below those of Spring Boot's web server, which are 1,024 and 2,048 below the last one. */
    public static final int PHASE = DEFAULT_PHASE - 4_096;

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundLifecycle.class);

    private final BackgroundTasks tasks;
    private final Duration grace;
    private final ApplicationContext context;
    private boolean isRunning;
    private boolean isClosing;
    private boolean isStopped;

    /**
     * Makes the lifecycle.
     *
     * @param tasks what is stopped
     * @param grace how long tasks are given to end
     * @param context with which they are stopped
     */
    public BackgroundLifecycle(BackgroundTasks tasks, Duration grace, ApplicationContext context) {
        this.tasks = tasks;
        this.grace = grace;
        this.context = context;
    }

    @Override
    public synchronized void onApplicationEvent(ContextClosedEvent event) {
        isClosing |= context.equals(event.getApplicationContext()); // and not a child of it
    }

    @Override
    public synchronized void start() {
        isRunning = true;
    }

    @Override
    public void stop() {
        synchronized (this) {
            isRunning = false;
            if (!isClosing) {
                return;
            }
        }
        end(grace);
    }

    /** Where the application did not come as far as to be stopped. */
    @Override
    public void destroy() {
        end(Duration.ZERO);
    }

    private void end(Duration time) {
        synchronized (this) {
            if (isStopped) {
                return;
            }
            isStopped = true;
        }
        if (!tasks.stop(time)) {
            LOG.warn("Background tasks still run, though they were interrupted: what they use is closed now.");
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return isRunning;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }
}

package dev.safe4j.shop.race;

import dev.safe4j.shop.Hazard;
import dev.safe4j.shop.Hazards;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/** One race at a time, and what the last ones brought. */
@Component
public class RaceControl implements DisposableBean {

    private static final Logger LOG = LoggerFactory.getLogger(RaceControl.class);

    private final RaceTrack track;
    private final AtomicBoolean running = new AtomicBoolean();
    private final Map<String, HazardResult> latest = new HashMap<>();
    private final ExecutorService starter = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "race");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable String problem;

    public RaceControl(RaceTrack track) {
        this.track = track;
    }

    /**
     * Where things stand.
     *
     * @param running whether a race is on
     * @param problem why the last race could not be run, null if it could
     * @param hazards the latest figures of each hazard, in the catalogue's order
     */
    public record State(boolean running, @Nullable String problem, List<HazardResult> hazards) {}

    public State state() {
        synchronized (latest) {
            List<HazardResult> results = Hazards.ALL.stream()
                    .map(hazard -> latest.get(hazard.slug()))
                    .filter(Objects::nonNull)
                    .toList();
            return new State(running.get(), problem, results);
        }
    }

    /**
     * Races on this thread.
     *
     * @throws RaceRunningException if a race is on
     * @throws RaceFailed if it could not be run
     */
    public List<HazardResult> run(List<Hazard> hazards) {
        claim();
        return runClaimed(hazards);
    }

    /**
     * Races on another thread.
     *
     * @throws RaceRunningException if a race is on
     */
    public void start(List<Hazard> hazards) {
        claim();
        starter.execute(() -> {
            try {
                runClaimed(hazards);
            } catch (RuntimeException failure) {
                LOG.warn("The race could not be run.", failure);
            }
        });
    }

    private void claim() {
        if (!running.compareAndSet(false, true)) {
            throw new RaceRunningException();
        }
    }

    private List<HazardResult> runClaimed(List<Hazard> hazards) {
        try {
            problem = null;
            return track.run(hazards, this::remember);
        } catch (RuntimeException failure) {
            problem = String.valueOf(failure.getMessage());
            throw failure;
        } finally {
            running.set(false);
        }
    }

    private void remember(HazardResult result) {
        synchronized (latest) {
            latest.put(result.slug(), result);
        }
    }

    @Override
    public void destroy() {
        starter.shutdownNow();
    }
}

package dev.safe4j.lab.run;

import dev.safe4j.lab.catalogue.Catalogue;
import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.What;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All runs: those that are going, at most {@value #MOST_GOING}, and the last that have ended. Thread-safe. */
public final class Runs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);

    static final int MOST_GOING = 4;
    static final int MOST_KEPT = 50;
    private static final long LOOK_MILLIS = 200;

    private final Catalogue catalogue;
    private final Map<What, Player> players;
    private final Map<String, Run> kept = new LinkedHashMap<>();
    private final Map<String, Going> going = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(MOST_GOING, named("run"));
    private final ScheduledFuture<?> looking;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(named("watch"));

    public Runs(Catalogue catalogue, Map<What, Player> players) {
        this.catalogue = catalogue;
        this.players = Map.copyOf(players);
        this.looking = watch.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private static ThreadFactory named(String name) {
        return work -> {
            Thread thread = new Thread(work, "lab-" + name);
            thread.setDaemon(true);
            // Else that of the request by which it was made, which is the web application's.
            thread.setContextClassLoader(Runs.class.getClassLoader());
            return thread;
        };
    }

    /**
     * Begins a run.
     *
     * @return its id
     * @throws UnknownName if there is no such hazard
     * @throws BadWish if something else that is wished for cannot be had
     * @throws TooManyRuns if as many are going as may
     */
    public String begin(Choice.Wish wish) {
        String slug = wish.hazard();
        if (slug == null) {
            throw new BadWish("hazard is missing");
        }
        Exhibit hazard = catalogue.find(slug).orElseThrow(() -> new UnknownName("there is no hazard '" + slug + "'"));
        Choice choice = Choice.of(hazard, wish);
        Run run = new Run(UUID.randomUUID().toString(), choice);
        Player player = Objects.requireNonNull(players.get(choice.what()));
        Going task = new Going(run, player, () -> hasEnded(run));
        synchronized (kept) {
            if (going.size() >= MOST_GOING) {
                throw new TooManyRuns(MOST_GOING);
            }
            going.put(run.id(), task);
            kept.put(run.id(), run);
            forgetTheOldest();
        }
        threads.execute(task);
        return run.id();
    }

    private void forgetTheOldest() {
        List<String> over = kept.keySet().stream()
                .filter(id -> !going.containsKey(id))
                .limit(Math.max(0, kept.size() - MOST_KEPT))
                .toList();
        over.forEach(kept::remove);
    }

    private void hasEnded(Run run) {
        synchronized (kept) {
            going.remove(run.id());
        }
    }

    /** Does not throw: a timer's task that does is not run again. */
    private void look() {
        try {
            allGoing().forEach(Going::look);
        } catch (RuntimeException failure) {
            LOG.error("The runs could not be looked after; that is tried again.", failure);
        }
    }

    private List<Going> allGoing() {
        synchronized (kept) {
            return new ArrayList<>(going.values());
        }
    }

    /**
     * How a run stands.
     *
     * @throws UnknownName if there is none, or it is forgotten
     */
    public RunView view(String id) {
        return run(id).view();
    }

    private Run run(String id) {
        synchronized (kept) {
            Run run = kept.get(id);
            if (run == null) {
                throw new UnknownName("there is no run '" + id + "': the last " + MOST_KEPT + " are kept");
            }
            return run;
        }
    }

    /**
     * Stops a run, unless it has ended.
     *
     * @throws UnknownName if there is none, or it is forgotten
     */
    public void cancel(String id) {
        Run run = run(id);
        Going task;
        synchronized (kept) {
            task = going.get(run.id());
        }
        if (task != null) {
            task.cancel();
        }
    }

    @Override
    public void close() {
        allGoing().forEach(Going::cancel);
        threads.shutdownNow();
        looking.cancel(false);
        watch.shutdownNow();
    }
}

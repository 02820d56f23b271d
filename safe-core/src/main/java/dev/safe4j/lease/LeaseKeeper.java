package dev.safe4j.lease;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of one store, a third of their length after the last renewal at the latest, those that are due together in
 * one call, and notices when one is lost. Thread-safe.
 *
 * <p>It has three threads of its own, daemons that are there only while there is something to do: one watches the time and never
 * does anything that can block, one talks to the store, one gives the signals of what was lost.
 * An exception of the store ends nothing: the renewal is tried again, until the lease's own deadline; of a {@link PartlyRenewedException}
 * what was answered counts. A lease that was {@linkplain #forget forgotten} is never asked for again; a renewal that is under way at that
 * moment is of no effect, since the token is no longer the owner's when the lease is released after it.
 *
 * <p>A {@linkplain #close closed} keeper renews nothing, but goes on watching what it has until each lease is forgotten or over: who
 * relies on the signal of a loss gets it then, too.
 */
public final class LeaseKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final int MOST_AT_ONCE = 1_000;
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int LENGTHS_TO_TICKS = 24;

    private final LeaseRenewer store;
    private final Map<Lease, Kept> kept = new ConcurrentHashMap<>();
    private final AtomicBoolean renewing = new AtomicBoolean();
    private final ScheduledThreadPoolExecutor timer;
    private final ThreadPoolExecutor worker;
    private final ThreadPoolExecutor signals;
    private final long origin = System.nanoTime();
    private @Nullable ScheduledFuture<?> ticking;
    private long tick = Long.MAX_VALUE;
    private volatile boolean closed;

    /** A lease with what is to be done for it. */
    private static final class Kept {
        private final Lease lease;
        private final long until;
        private final long period;
        private volatile long due;

        Kept(Lease lease, long until) {
            this.lease = lease;
            this.until = until;
            this.period = lease.length().toNanos() / 3;
        }

        Kept due(long moment) {
            due = moment;
            return this;
        }

        /** Leases of one length fall due at the same moments, so that they are renewed together. */
        long onGrid(long now, long origin) {
            return origin + Math.floorDiv(now + period - origin, period) * period;
        }

        boolean isDue(long now) {
            return due - now <= 0 && until - now > 0;
        }
    }

    /**
     * Makes a keeper.
     *
     * @param name of the store, for the names of the threads
     * @param store what is asked to renew
     */
    public LeaseKeeper(String name, LeaseRenewer store) {
        this.store = Objects.requireNonNull(store, "the store of a lease keeper is null");
        this.timer = new ScheduledThreadPoolExecutor(1, daemon("safe4j-lease-timer-" + name));
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        this.worker = oneThread("safe4j-lease-renewal-" + name);
        this.signals = oneThread("safe4j-lease-lost-" + name);
    }

    /** What waits in its queue is bounded by the leases that are kept: one renewal of all, one signal for each. */
    private static ThreadPoolExecutor oneThread(String name) {
        ThreadPoolExecutor executor =
                new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemon(name));
        executor.allowCoreThreadTimeOut(true);
        return executor;
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /**
     * Checks that leases can be kept, before they are asked for.
     *
     * @throws IllegalStateException if the keeper is closed
     */
    public void ensureOpen() {
        if (closed) {
            throw new IllegalStateException("the lease keeper is closed: no lease can be kept any more.");
        }
    }

    /**
     * Begins to renew a lease and to watch its deadline; for one that is kept already, sets anew how long.
     *
     * @param lease the lease, held
     * @param longest how long it is renewed at most, from now on; zero to watch its deadline only. After that it ends by itself, and is
     *     lost if its holder has not given it up
     * @throws IllegalStateException if the keeper is closed
     * @throws Error if there is no thread to watch it; it is not kept then
     */
    public synchronized void keep(Lease lease, Duration longest) {
        ensureOpen();
        tickFor(lease); // first, so that nothing is kept that nobody watches
        long now = System.nanoTime();
        Kept next = new Kept(lease, now + longest.toNanos());
        kept.compute(lease, (same, before) -> next.due(before == null ? next.onGrid(now, origin) : before.due));
    }

    private void tickFor(Lease lease) {
        long wanted = Math.max(TICK.toNanos(), lease.length().toNanos() / LENGTHS_TO_TICKS);
        if (ticking == null || wanted < tick) {
            timer.prestartCoreThread(); // what gets no thread when it is scheduled stays in the timer all the same
            stopTicking();
            ticking = timer.scheduleWithFixedDelay(this::tick, wanted, wanted, TimeUnit.NANOSECONDS);
            tick = wanted;
        }
    }

    /**
     * Stops renewing and watching a lease. Nothing happens if it is not kept.
     *
     * @param lease the lease
     */
    public void forget(Lease lease) {
        kept.remove(lease);
    }

    /**
     * Returns how many leases are kept.
     *
     * @return the number
     */
    public int size() {
        return kept.size();
    }

    private void tick() {
        try {
            long now = System.nanoTime();
            boolean anyDue = false;
            for (Iterator<Kept> all = kept.values().iterator(); all.hasNext(); ) {
                Kept each = all.next();
                if (each.lease.remaining().isZero()) {
                    all.remove();
                    each.lease.lose(Lease.OVER, this::signal); // at once, so that a renewal under way comes too late
                } else if (each.isDue(now)) {
                    anyDue = true;
                }
            }
            if (anyDue && !closed && renewing.compareAndSet(false, true)) {
                startRenewal();
            }
            restIfIdle();
        } catch (RuntimeException | Error failure) { // what is thrown here would end all ticks
            LOG.error("A tick of the lease keeper failed; the next one follows.", failure);
        }
    }

    private void startRenewal() {
        try {
            worker.execute(this::renewDue);
        } catch (RuntimeException | Error noThread) {
            renewing.set(false);
            throw noThread;
        }
    }

    /** On this thread if there is none for it: what a loss ends waits for its signal. */
    private void signal(Runnable signal) {
        try {
            signals.execute(signal);
        } catch (RuntimeException | Error noThread) {
            LOG.warn("There is no thread for the signal of a lost lease; it is given here.", noThread);
            signal.run();
        }
    }

    private synchronized void restIfIdle() {
        if (kept.isEmpty()) {
            stopTicking();
        }
    }

    private synchronized void stopTicking() {
        if (ticking != null) {
            ticking.cancel(false);
            ticking = null;
            tick = Long.MAX_VALUE;
        }
    }

    private void renewDue() {
        try {
            long now = System.nanoTime();
            List<Kept> due = kept.values().stream()
                    .filter(each -> each.isDue(now))
                    .sorted(Comparator.comparing(each -> each.lease.key())) // one order of rows for all who write them
                    .toList();
            for (int from = 0; from < due.size(); from += MOST_AT_ONCE) {
                renew(due.subList(from, Math.min(due.size(), from + MOST_AT_ONCE)));
            }
        } finally {
            renewing.set(false);
        }
    }

    private void renew(List<Kept> due) {
        List<Kept> wanted = new ArrayList<>(due);
        wanted.removeIf(each -> closed || !kept.containsKey(each.lease));
        if (wanted.isEmpty()) {
            return;
        }
        long asked = System.nanoTime();
        try {
            List<@Nullable Boolean> answers =
                    ask(wanted.stream().map(each -> each.lease).toList());
            for (int i = 0; i < answers.size(); i++) {
                Boolean renewed = answers.get(i);
                if (renewed != null) {
                    answered(wanted.get(i), renewed, asked);
                }
            }
        } catch (RuntimeException | Error failure) {
            LOG.warn("{} leases were not renewed; it is tried again until they end.", wanted.size(), failure);
        }
    }

    /** What the store said of each, null where it could not: that one stays due. */
    private List<@Nullable Boolean> ask(List<Lease> leases) {
        try {
            return new ArrayList<>(store.renew(leases));
        } catch (PartlyRenewedException some) {
            long left = some.answers().stream().filter(Objects::isNull).count();
            LOG.warn("{} of {} leases were not renewed; it is tried again until they end.", left, leases.size(), some);
            return some.answers();
        }
    }

    private void answered(Kept each, boolean renewed, long asked) {
        if (renewed) {
            each.lease.renewed(asked);
            each.due = each.onGrid(asked, origin);
        } else if (kept.remove(each.lease) != null) { // else it was given up meanwhile, and nothing is lost
            each.lease.lose(LeaseLostException.NOT_THE_OWNER, this::signal);
        }
    }

    /**
     * Ends all renewals, but for one that is under way, whose answer still counts. What is kept stays held until it is forgotten or its
     * deadline has passed, and its loss is told as before; the threads end with the last of it, no later than its length from now.
     * Nothing happens the second time.
     */
    @Override
    public synchronized void close() {
        closed = true;
        restIfIdle();
    }
}

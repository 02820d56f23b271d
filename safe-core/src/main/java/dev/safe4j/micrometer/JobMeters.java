package dev.safe4j.micrometer;

import dev.safe4j.job.JobListener;
import dev.safe4j.job.JobRun;
import dev.safe4j.job.JobStore.Tidied;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Meters of what becomes of a store's jobs. Thread-safe.
 *
 * <table>
 * <caption>All carry the tag {@code store}; types are as many as an application has handlers, and above 200 {@code others}</caption>
 * <tr><th>meter</th><th>type</th><th>unit</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.job.enqueued}</td><td>counter</td><td>jobs</td><td>{@code type}</td></tr>
 * <tr><td>{@code safe4j.job.claimed}</td><td>summary</td><td>jobs in a claim</td><td>none</td></tr>
 * <tr><td>{@code safe4j.job.waited}</td><td>timer</td><td>time from when a job was due to its run</td><td>{@code type}</td></tr>
 * <tr><td>{@code safe4j.job.ended}</td><td>timer</td><td>time of a run</td><td>{@code type}, {@code end}: done, failed, dead,
 * given_back, lost</td></tr>
 * <tr><td>{@code safe4j.job.abandoned}</td><td>counter</td><td>runs whose threads were left to themselves</td><td>{@code type}</td></tr>
 * <tr><td>{@code safe4j.job.renewals}</td><td>counter</td><td>claims</td><td>{@code outcome}: renewed, lost</td></tr>
 * <tr><td>{@code safe4j.job.heartbeat}</td><td>timer</td><td>how much later than planned claims were renewed</td><td>none</td></tr>
 * <tr><td>{@code safe4j.job.reclaimed}</td><td>counter</td><td>jobs whose claims had run out</td><td>{@code outcome}: again, dead</td></tr>
 * </table>
 */
public final class JobMeters implements JobListener {

    private final MeterRegistry registry;
    private final Tags tags;
    private final DistributionSummary claimed;
    private final Counter renewed;
    private final Counter lost;
    private final Timer heartbeat;
    private final Counter again;
    private final Counter dead;
    private final FewNames<Counter> enqueued;
    private final FewNames<Runs> runs;

    /**
     * The meters of a type's runs. They begin at zero: who watches how much a counter rises does not see it begin at one.
     *
     * @param waited from when they were due
     * @param ended by their ends
     * @param abandoned whose threads were left to themselves
     */
    private record Runs(Timer waited, Map<End, Timer> ended, Counter abandoned) {}

    /**
     * Registers the meters.
     *
     * @param registry where
     * @param store the name of the store
     */
    public JobMeters(MeterRegistry registry, String store) {
        this.registry = Objects.requireNonNull(registry, "the meter registry is null");
        this.tags = Tags.of("store", store);
        this.claimed = registry.summary("safe4j.job.claimed", of());
        this.renewed = counter("safe4j.job.renewals", "outcome", "renewed");
        this.lost = counter("safe4j.job.renewals", "outcome", "lost");
        this.heartbeat = registry.timer("safe4j.job.heartbeat", of());
        this.again = counter("safe4j.job.reclaimed", "outcome", "again");
        this.dead = counter("safe4j.job.reclaimed", "outcome", "dead");
        this.enqueued = new FewNames<>(type -> counter("safe4j.job.enqueued", "type", type));
        this.runs = new FewNames<>(this::runs);
    }

    private Runs runs(String type) {
        Map<End, Timer> ended = new EnumMap<>(End.class);
        for (End each : End.values()) {
            String end = each.name().toLowerCase(Locale.ROOT);
            ended.put(each, registry.timer("safe4j.job.ended", of("type", type, "end", end)));
        }
        Timer waited = registry.timer("safe4j.job.waited", of("type", type));
        return new Runs(waited, ended, counter("safe4j.job.abandoned", "type", type));
    }

    /** Micrometer 1.15 has no methods for {@code Tags} themselves, and newer ones prefer them. */
    private Iterable<Tag> of(String... more) {
        return tags.and(more);
    }

    private Counter counter(String name, String tag, String value) {
        return registry.counter(name, of(tag, value));
    }

    @Override
    public void onEnqueued(String type, int jobs) {
        enqueued.get(type).increment(jobs);
    }

    @Override
    public void onClaimed(int wanted, int jobs) {
        if (jobs > 0) { // looks at an empty queue say nothing
            claimed.record(jobs);
        }
    }

    @Override
    public void onBegun(JobRun run, Duration waited) {
        runs.get(run.type()).waited().record(waited);
    }

    @Override
    public void onEnded(JobRun run, End end, Duration time) {
        Objects.requireNonNull(runs.get(run.type()).ended().get(end)).record(time);
    }

    @Override
    public void onAbandoned(JobRun run) {
        runs.get(run.type()).abandoned().increment();
    }

    @Override
    public void onRenewed(int claims, int lostOnes) {
        renewed.increment(claims - lostOnes);
        lost.increment(lostOnes);
    }

    @Override
    public void onHeartbeat(Duration lag) {
        heartbeat.record(lag);
    }

    @Override
    public void onTidied(Tidied tidied) {
        again.increment(tidied.reclaimed());
        dead.increment(tidied.buried());
    }
}

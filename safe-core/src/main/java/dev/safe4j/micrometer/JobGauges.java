package dev.safe4j.micrometer;

import dev.safe4j.job.JobCount;
import dev.safe4j.job.JobState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gauges of the jobs that there are. Thread-safe. The store is asked when they are read, on the thread that reads them, at most once in a
 * time: counting reads the whole table. Every process that has them says the same, so take the largest, and not the sum. They are not a
 * number while the store does not answer.
 *
 * <table>
 * <caption>All carry the tags {@code store} and {@code type}; above 200 types are one, {@code others}</caption>
 * <tr><th>meter</th><th>type</th><th>unit</th><th>further tags</th></tr>
 * <tr><td>{@code safe4j.job.jobs}</td><td>gauge</td><td>jobs</td><td>{@code state}: ready (those that are due later too), waiting,
 * running, done, dead</td></tr>
 * <tr><td>{@code safe4j.job.oldest}</td><td>gauge</td><td>seconds for which the oldest is due that is not begun</td><td>none</td></tr>
 * </table>
 */
public final class JobGauges {

    private static final Logger LOG = LoggerFactory.getLogger(JobGauges.class);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Supplier<List<JobCount>> counts;
    private final long keep;

    /** Under which name a type is told. */
    private final FewNames<String> names;

    private final AtomicBoolean isAsking = new AtomicBoolean();
    private volatile @Nullable Counted counted;

    /**
     * What there was.
     *
     * @param jobs the numbers; null if the store did not answer
     * @param at when, by the monotonic clock
     */
    private record Counted(@Nullable List<JobCount> jobs, long at) {}

    /**
     * Makes gauges of no type; the types that are found when they are read are added to those that are watched.
     *
     * @param registry where they are registered
     * @param store the name of the store
     * @param counts asks the store, as {@link dev.safe4j.job.JobQueue#counts} does
     * @param keep how old the numbers may be, a second to an hour
     * @throws IllegalArgumentException if that is out of that
     */
    public JobGauges(MeterRegistry registry, String store, Supplier<List<JobCount>> counts, Duration keep) {
        if (keep.toMillis() < 1_000 || keep.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "the jobs are counted each second to each hour, since that reads them all, and not each " + keep
                            + ".");
        }
        this.registry = Objects.requireNonNull(registry, "the meter registry is null");
        this.tags = Tags.of("store", store);
        this.counts = Objects.requireNonNull(counts, "what counts is null");
        this.keep = keep.toNanos();
        this.names = new FewNames<>(this::register);
    }

    /**
     * Registers the gauges of a type, if they are not; asks nobody.
     *
     * @param type of jobs
     */
    public void watch(String type) {
        names.get(type);
    }

    private String register(String name) {
        Tags ofName = tags.and("type", name);
        for (JobState each : JobState.values()) {
            Gauge.builder("safe4j.job.jobs", this, gauges -> gauges.jobs(name, each))
                    .tags(ofName.and("state", each.name().toLowerCase(Locale.ROOT)))
                    .baseUnit("jobs")
                    .register(registry);
        }
        ToDoubleFunction<JobGauges> oldest = gauges -> gauges.oldest(name);
        TimeGauge.builder("safe4j.job.oldest", this, TimeUnit.SECONDS, oldest)
                .tags(ofName)
                .register(registry);
        return name;
    }

    private double jobs(String name, JobState state) {
        List<JobCount> present = present();
        return present == null
                ? Double.NaN
                : present.stream()
                        .filter(each -> each.state() == state && isTold(each.type(), name))
                        .mapToLong(JobCount::jobs)
                        .sum();
    }

    private double oldest(String name) {
        List<JobCount> present = present();
        return present == null
                ? Double.NaN
                : present.stream()
                        .filter(each -> isTold(each.type(), name))
                        .mapToDouble(each -> each.oldest().toMillis() / 1_000.0)
                        .max()
                        .orElse(0);
    }

    private boolean isTold(String type, String name) {
        return names.get(type).equals(name);
    }

    /** One asks, and the others are told what was known before. */
    private @Nullable List<JobCount> present() {
        Counted known = counted;
        boolean isOld = known == null || System.nanoTime() - known.at() > keep;
        if (isOld && isAsking.compareAndSet(false, true)) {
            try {
                known = new Counted(ask(), System.nanoTime());
                counted = known;
            } finally {
                isAsking.set(false);
            }
        }
        return known == null ? null : known.jobs();
    }

    private @Nullable List<JobCount> ask() {
        try {
            List<JobCount> present = List.copyOf(counts.get());
            present.forEach(each -> watch(each.type()));
            return present;
        } catch (RuntimeException failure) {
            LOG.warn("The jobs could not be counted; their gauges are not a number for a while.", failure);
            return null;
        }
    }
}

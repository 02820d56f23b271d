package dev.safe4j.job;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The jobs of {@link MemoryJobStore}, guarded by that, and the order in which they are claimed. */
final class MemoryJobs {

    private final TreeMap<Long, MemoryJob> jobs = new TreeMap<>();
    private final TreeSet<MemoryJob> ready = new TreeSet<>(MemoryJob.ORDER);

    @Nullable
    MemoryJob get(long id) {
        return jobs.get(id);
    }

    void add(MemoryJob job) {
        jobs.put(job.id, job);
        release(job);
    }

    boolean remove(long id) {
        return jobs.remove(id) != null;
    }

    List<MemoryJob> ready() {
        return List.copyOf(ready);
    }

    void queue(MemoryJob job) {
        ready.add(job);
    }

    boolean unqueue(MemoryJob job) {
        return ready.remove(job);
    }

    /** Lets a job be claimed, in its group's turn. */
    void release(MemoryJob job) {
        job.state = job.wanted.group() == null ? JobState.READY : JobState.WAITING;
        job.hasTurn = false;
        if (job.state == JobState.READY) {
            ready.add(job);
        }
    }

    /** At most one job of a group has its turn: it is ready, or running. */
    boolean giveTurn(String group, Instant now) {
        Collection<MemoryJob> members = jobs.values().stream()
                .filter(job -> group.equals(job.wanted.group()))
                .toList();
        if (members.stream().anyMatch(job -> job.hasTurn)) {
            return false;
        }
        return members.stream()
                .filter(job -> job.state == JobState.WAITING && !job.due.isAfter(now))
                .min(MemoryJob.ORDER)
                .map(job -> {
                    job.hasTurn = true;
                    job.state = JobState.READY;
                    return ready.add(job);
                })
                .orElse(false);
    }

    List<String> groups() {
        return jobs.values().stream()
                .filter(job -> job.state == JobState.WAITING)
                .flatMap(job -> Stream.ofNullable(job.wanted.group()))
                .distinct()
                .toList();
    }

    List<MemoryJob> found(Predicate<MemoryJob> condition, int atMost) {
        return jobs.values().stream().filter(condition).limit(atMost).toList();
    }

    List<JobCount> counts(Instant now) {
        Map<Map.Entry<String, JobState>, List<MemoryJob>> kinds =
                jobs.values().stream().collect(Collectors.groupingBy(job -> Map.entry(job.wanted.type(), job.state)));
        return kinds.entrySet().stream()
                .map(each -> new JobCount(
                        each.getKey().getKey(),
                        each.getKey().getValue(),
                        each.getValue().size(),
                        oldest(each.getValue(), now)))
                .toList();
    }

    private static Duration oldest(List<MemoryJob> jobs, Instant now) {
        return jobs.stream()
                .filter(job -> job.isToBeRun() && job.due.isBefore(now))
                .map(job -> Duration.between(job.due, now))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }
}

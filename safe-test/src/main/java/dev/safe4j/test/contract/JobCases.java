package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.safe4j.job.Enqueued;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.job.StoredJob;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Two stores of jobs over one state, as two processes have it, and what the cases ask of them. */
abstract class JobCases extends TwoStores<JobStore> {

    /** Long enough that nothing ends by itself while a case runs. */
    static final Duration LONG = Duration.ofMinutes(5);

    static final int PRIORITY = 5;
    static final int ATTEMPTS = 3;

    private final String names = UUID.randomUUID().toString().substring(0, 8);
    private final Map<Long, String> tokens = new ConcurrentHashMap<>();

    /** The type of the jobs of this case alone. */
    final String type = "mail-" + names;

    /**
     * Returns the length of the leases whose end is waited for. It has to be many times a round trip to the store, also on a loaded
     * machine.
     *
     * @return 400 ms, unless overridden
     */
    protected Duration shortLease() {
        return Duration.ofMillis(400);
    }

    String name(String name) {
        return name + "-" + names;
    }

    NewJob job(String payload) {
        return job(type, payload, PRIORITY, Duration.ZERO);
    }

    static NewJob job(String type, String payload, int priority, Duration delay) {
        return new NewJob(type, bytes(payload), Map.of(), priority, delay, null, null);
    }

    NewJob same(String payload, String dedupe) {
        return new NewJob(type, bytes(payload), Map.of(), PRIORITY, Duration.ZERO, name(dedupe), null);
    }

    NewJob grouped(String payload, String group) {
        return new NewJob(type, bytes(payload), Map.of(), PRIORITY, Duration.ZERO, null, name(group));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8);
    }

    static long add(JobStore to, NewJob job) {
        List<Enqueued> enqueued = to.enqueue(List.of(job));
        assertEquals(1, enqueued.size());
        return enqueued.get(0).id();
    }

    List<Long> addAll(int jobs) {
        return store
                .enqueue(IntStream.range(0, jobs)
                        .mapToObj(each -> job("job " + each))
                        .toList())
                .stream()
                .map(Enqueued::id)
                .toList();
    }

    Wanted wanted(int atMost, Duration lease) {
        return wanted(List.of(type), atMost, lease);
    }

    static Wanted wanted(List<String> types, int atMost, Duration lease) {
        List<Claimable> all =
                types.stream().map(each -> new Claimable(each, ATTEMPTS, null)).toList();
        return new Wanted(all, atMost, "worker 1", UUID.randomUUID().toString(), lease);
    }

    List<Claimed> claim(JobStore from, int atMost) {
        return claim(from, wanted(atMost, LONG));
    }

    List<Claimed> claim(JobStore from, Wanted wanted) {
        List<Claimed> claimed = from.claim(wanted);
        claimed.forEach(each -> tokens.put(each.id(), wanted.token()));
        return claimed;
    }

    Claimed claimOne(JobStore from) {
        return only(claim(from, 1));
    }

    Claimed claimFor(JobStore from, Duration lease) {
        return only(claim(from, wanted(1, lease)));
    }

    /** What comes when it is due, and not before, however long the answers take. */
    Claimed claimWhenDue(JobStore from, Instant due) {
        List<Claimed> claimed = new ArrayList<>();
        StoreCases.await("a job is due", () -> claimed.addAll(claim(from, 1)));
        Instant now = only(claimed).now();
        assertFalse(now.isBefore(due), "claimed at " + now + ", before " + due);
        return claimed.get(0);
    }

    private static Claimed only(List<Claimed> claimed) {
        assertEquals(1, claimed.size(), "jobs claimed");
        return claimed.get(0);
    }

    /** Whoever claimed it last in this case. */
    Owner owner(Claimed job) {
        return ownerOf(job.id());
    }

    Owner ownerOf(long id) {
        return new Owner(id, assertNotNullToken(tokens.get(id)));
    }

    private static String assertNotNullToken(@Nullable String token) {
        assertNotNull(token);
        return token;
    }

    static boolean end(JobStore at, JobEnding ending) {
        return at.end(List.of(ending)).get(0);
    }

    boolean done(JobStore at, Claimed job) {
        return end(at, new JobEnding.Done(owner(job), Duration.ZERO));
    }

    boolean retry(JobStore at, Claimed job) {
        return end(at, new JobEnding.Retry(owner(job), Duration.ZERO, "failed"));
    }

    static StoredJob find(JobStore at, long id) {
        StoredJob found = at.find(id);
        assertNotNull(found, () -> "job " + id);
        return found;
    }

    static JobState state(JobStore at, long id) {
        return find(at, id).state();
    }

    /** All that can be claimed now, in batches. */
    List<Claimed> all(JobStore from, int batch) {
        List<Claimed> all = new ArrayList<>();
        List<Claimed> some = claim(from, batch);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = claim(from, batch);
        }
        return all;
    }

    static List<String> payloads(List<Claimed> jobs) {
        return jobs.stream().map(each -> text(each.payload())).toList();
    }

    /** Until the store says that a claim has run out and its job is to be run again, or is dead. */
    static void awaitTidied(JobStore at, long id) {
        StoreCases.await("the claim of job " + id + " has run out", () -> {
            at.tidy(JobStore.MOST_AT_ONCE, LONG);
            return state(at, id) != JobState.RUNNING;
        });
    }
}

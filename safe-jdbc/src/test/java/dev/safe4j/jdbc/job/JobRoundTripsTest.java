package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The table of round trips in docs/guide/jobs.md, measured on the wire. */
class JobRoundTripsTest {

    private static final int JOBS = 100;

    private final SoftAssertions softly = new SoftAssertions();

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void of_each_step_are_as_the_guide_says(TestDatabase db) throws Exception {
        Queue made = Queue.in(db);
        boolean postgresql = made.dialect() == Dialect.POSTGRESQL;
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                Single one = new Single(db, wire)) {
            JdbcJobStore store = JdbcJobStore.on(one);
            round(store); // a driver asks once for what it has not met before
            count(wire, "enqueue one", 1, () -> store.enqueue(List.of(Queue.job("a"))));
            count(wire, "enqueue a hundred", 1, () -> enqueue(store));
            count(wire, "enqueue what is there", postgresql ? 2 : 1, () -> store.enqueue(List.of(same())));
            List<Claimed> first = store.claim(Queue.wanted(JOBS + 2)); // all
            softly.assertThat(first).hasSize(JOBS + 2);
            count(wire, "claim nothing", 1, () -> store.claim(Queue.wanted(JOBS)));
            enqueue(store);
            Wanted wanted = Queue.wanted(JOBS);
            count(wire, "claim a hundred", postgresql ? 1 : 7, () -> store.claim(wanted));
            List<Owner> owners = first.stream()
                    .map(each -> new Owner(each.id(), wanted.token())) // lost, which costs as much
                    .toList();
            count(wire, "renew a hundred", postgresql ? 1 : 5, () -> store.renew(owners, Queue.LONG));
            count(wire, "save", 1, () -> store.save(owners.get(0), 0.5, null));
            count(wire, "done a hundred", 1, () -> store.end(Queue.done(owners, Duration.ZERO)));
            count(wire, "nothing to tidy", postgresql ? 2 : 6, () -> store.tidy(JOBS, Queue.LONG));
            count(wire, "nothing to purge", postgresql ? 1 : 5, () -> store.purge(JOBS));
        }
        softly.assertAll();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void of_a_free_key_and_of_further_types_and_priorities_are_as_the_guide_says(TestDatabase db) throws Exception {
        boolean postgresql = Queue.in(db).dialect() == Dialect.POSTGRESQL;
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                Single one = new Single(db, wire)) {
            JdbcJobStore store = JdbcJobStore.on(one);
            round(store);
            store.end(Queue.done(owners(store), Duration.ZERO));
            List<NewJob> free = List.of(Queue.job("a", "free", null));
            count(wire, "enqueue under a free key", postgresql ? 1 : 2, () -> store.enqueue(free));
            store.enqueue(List.of(job("other", 5), job("other", 7), Queue.job("b")));
            List<Claimable> types = List.of(new Claimable(Queue.TYPE, 3, null), new Claimable("other", 3, null));
            Wanted wanted = new Wanted(types, JOBS, "worker", "token 1", Queue.LONG);
            List<Claimed> claimed = new ArrayList<>();
            count(wire, "claim of three spots", postgresql ? 1 : 9, () -> claimed.addAll(store.claim(wanted)));
            softly.assertThat(claimed).hasSize(4);
        }
        softly.assertAll();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void of_claims_that_are_held_are_as_the_guide_says(TestDatabase db) throws Exception {
        boolean postgresql = Queue.in(db).dialect() == Dialect.POSTGRESQL;
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                Single one = new Single(db, wire)) {
            JdbcJobStore store = JdbcJobStore.on(one);
            round(store);
            enqueue(store);
            List<Owner> owners = owners(store);
            count(wire, "renew", postgresql ? 1 : 6, () -> store.renew(owners, Queue.LONG));
            List<JobEnding> again = List.of(
                    new JobEnding.Retry(owners.get(0), Duration.ZERO, "no"),
                    new JobEnding.Retry(owners.get(1), Duration.ZERO, "no"));
            count(wire, "end in another way", postgresql ? 1 : 6, () -> store.end(again));
            List<Owner> both = new ArrayList<>(owners(store));
            both.addAll(owners.subList(2, owners.size()));
            count(wire, "done, of two claims", postgresql ? 1 : 2, () -> store.end(Queue.done(both, Duration.ZERO)));
            softly.assertThat(store.counts()).allMatch(each -> each.state() == JobState.DEAD);
        }
        softly.assertAll();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void of_the_turns_of_groups_are_as_the_guide_says(TestDatabase db) throws Exception {
        boolean postgresql = Queue.in(db).dialect() == Dialect.POSTGRESQL;
        try (WireTap wire = WireTap.to(db.server().host(), db.server().port());
                Single one = new Single(db, wire)) {
            JdbcJobStore store = JdbcJobStore.on(one);
            for (int round = 0; round < 2; round++) { // a driver asks once for what it has not met before
                for (String group : List.of("a", "b")) {
                    store.enqueue(List.of(Queue.job("first", null, group), Queue.job("second", null, group)));
                }
                store.tidy(JOBS, Queue.LONG);
                List<Owner> owners = owners(store);
                softly.assertThat(owners).hasSize(2);
                wire.reset();
                store.end(Queue.done(owners, Duration.ZERO));
                long given = wire.roundTrips() - 1;
                softly.assertThat(round == 0 || given == (postgresql ? 1 : 2 * owners.size()))
                        .as("turns of two groups took " + given)
                        .isTrue();
                store.end(Queue.done(owners(store), Duration.ZERO));
            }
        }
        softly.assertAll();
    }

    private static List<Owner> owners(JdbcJobStore store) {
        Wanted wanted = Queue.wanted(JOBS);
        return Queue.owners(store.claim(wanted), wanted);
    }

    private static NewJob job(String type, int priority) {
        return new NewJob(type, new byte[0], Map.of(), priority, Duration.ZERO, null, null);
    }

    private static List<?> enqueue(JdbcJobStore store) {
        return store.enqueue(
                IntStream.range(0, JOBS).mapToObj(each -> Queue.job("a")).toList());
    }

    private static NewJob same() {
        return Queue.job("a", "same", null);
    }

    private static void round(JdbcJobStore store) {
        enqueue(store);
        store.enqueue(List.of(Queue.job("a")));
        Wanted wanted = new Wanted(
                List.of(new Claimable(Queue.TYPE, Queue.ATTEMPTS, null)), JOBS + 1, "worker", "token", Queue.LONG);
        List<Owner> owners = Queue.owners(store.claim(wanted), wanted);
        store.renew(owners, Queue.LONG);
        store.save(owners.get(0), 0.1, "a");
        store.end(List.of(new JobEnding.Bury(owners.get(0), "no", Queue.LONG)));
        store.end(Queue.done(owners, Duration.ZERO));
        store.tidy(JOBS, Queue.LONG);
        store.purge(JOBS);
        store.enqueue(List.of(same()));
    }

    /** One connection, which no pool asks in between whether it is alive. */
    private static final class Single extends SingleConnectionDataSource {

        Single(TestDatabase db, WireTap wire) {
            super(db.urlThrough(wire), db.username(), db.password(), true);
        }
    }

    private void count(WireTap wire, String what, long expected, Callable<?> call) throws Exception {
        wire.reset();
        call.call();
        softly.assertThat(wire.roundTrips()).as(what).isEqualTo(expected);
    }
}

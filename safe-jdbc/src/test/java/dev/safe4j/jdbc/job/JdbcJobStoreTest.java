package dev.safe4j.jdbc.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.SchemaMissingException;
import dev.safe4j.job.Enqueued;
import dev.safe4j.job.JobEnding;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore.Claimable;
import dev.safe4j.job.JobStore.Claimed;
import dev.safe4j.job.JobStore.NewJob;
import dev.safe4j.job.JobStore.Owner;
import dev.safe4j.job.JobStore.Tidied;
import dev.safe4j.job.JobStore.Wanted;
import dev.safe4j.job.Pace;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What of the store is SQL's alone: the caller's transaction, batches, keys and groups under contention, bad input. */
class JdbcJobStoreTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static TransactionTemplate spring(TestDatabase db) {
        return new TransactionTemplate(new JdbcTransactionManager(db.dataSource()));
    }

    private static List<String> payloads(List<Claimed> jobs) {
        return jobs.stream()
                .map(each -> new String(each.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    @EachDatabase
    void r08_a_job_is_there_exactly_if_the_callers_transaction_commits(TestDatabase db) {
        Queue queue = Queue.in(db, db.newPool(4));
        List<String> hints = new ArrayList<>();
        spring(db).executeWithoutResult(status -> {
            queue.add(Queue.job("rolled back"));
            queue.add(3);
            queue.store.whenVisible(false, () -> hints.add("rolled back"));
            status.setRollbackOnly();
        });
        assertThat(queue.store.counts()).isEmpty();
        spring(db).executeWithoutResult(status -> {
            queue.add(Queue.job("committed"));
            queue.store.whenVisible(false, () -> hints.add("committed"));
            assertThat(queue.store.claim(Queue.wanted(5))).isEmpty();
            assertThat(hints).isEmpty();
        });
        assertThat(payloads(queue.store.claim(Queue.wanted(5)))).containsExactly("committed");
        queue.store.whenVisible(false, () -> hints.add("outside"));
        assertThat(hints).containsExactly("committed", "outside");
    }

    @EachDatabase
    void r11_a_key_that_is_taken_leaves_the_callers_transaction_as_it_was(TestDatabase db) {
        Queue queue = Queue.in(db, db.newPool(4));
        long first = queue.add(Queue.job("before", "key", null));
        spring(db).executeWithoutResult(status -> {
            assertThat(queue.store.enqueue(List.of(Queue.job("again", "key", null))))
                    .containsExactly(new Enqueued(first, false));
            long other = queue.add(Queue.job("other", "other", null));
            assertThat(queue.store.enqueue(List.of(Queue.job("again", "other", null))))
                    .containsExactly(new Enqueued(other, false));
        });
        assertThat(payloads(queue.store.claim(Queue.wanted(5)))).containsExactly("before", "other");
    }

    @EachDatabase
    void r11_of_two_transactions_that_add_one_key_the_second_waits_for_the_first_and_gets_its_job(TestDatabase db) {
        Queue queue = Queue.in(db, db.newPool(4));
        List<Callers.Result<Enqueued>> results = Callers.run(
                4,
                BOUND,
                caller -> () -> spring(db)
                        .execute(status -> queue.store
                                .enqueue(List.of(Queue.job("by " + caller, "key", null)))
                                .get(0)));
        assertThat(results.stream()
                        .filter(each -> each.isSuccess() && each.value().isNew()))
                .hasSize(1);
        assertThat(results).allSatisfy(each -> assertThat(each.isSuccess()).isTrue());
        assertThat(results.stream().map(each -> each.value().id()).distinct()).hasSize(1);
    }

    @EachDatabase
    void a_large_batch_is_added_as_one_in_order(TestDatabase db) {
        Queue queue = Queue.in(db);
        List<NewJob> jobs = IntStream.range(0, 2_500)
                .mapToObj(each -> Queue.job("job " + each))
                .toList();
        List<Enqueued> enqueued = queue.store.enqueue(jobs);
        assertThat(enqueued).hasSize(2_500).isSortedAccordingTo((a, b) -> Long.compare(a.id(), b.id()));
        List<Claimed> claimed = queue.store.claim(Queue.wanted(1_000));
        for (int i = 0; i < 1_000; i++) {
            assertThat(claimed.get(i).id()).isEqualTo(enqueued.get(i).id());
            assertThat(payloads(claimed.subList(i, i + 1))).containsExactly("job " + i);
        }
    }

    @EachDatabase
    void a_large_batch_is_added_as_a_whole_or_not_at_all(TestDatabase db) {
        Queue queue = Queue.in(db);
        List<NewJob> jobs = new ArrayList<>(IntStream.range(0, 1_500)
                .mapToObj(each -> Queue.job("job " + each))
                .toList());
        jobs.add(new NewJob("t".repeat(101), new byte[0], Map.of(), 5, Duration.ZERO, null, null));
        assertThatThrownBy(() -> queue.store.enqueue(jobs)).isInstanceOf(RuntimeException.class);
        assertThat(queue.store.counts()).isEmpty();
        TransactionTemplate another = new TransactionTemplate(new JdbcTransactionManager(db.newPool(1)));
        assertThatThrownBy(() -> another.execute(status -> queue.store.enqueue(jobs)))
                .as("in a transaction of another data source, which is not joined")
                .isInstanceOf(RuntimeException.class);
        assertThat(queue.store.counts()).isEmpty();
    }

    @EachDatabase
    void r02_a_stale_claim_and_a_fresh_one_of_the_same_worker_are_told_apart_in_one_batch(TestDatabase db) {
        Queue queue = Queue.in(db);
        queue.add(1);
        Wanted stale = Queue.wanted(1, Duration.ofMillis(100));
        Owner lost = Queue.owners(queue.store.claim(stale), stale).get(0);
        Await.until(
                BOUND,
                "the claim runs out",
                () -> queue.store.tidy(10, Queue.LONG).reclaimed() == 1);
        queue.add(1);
        Wanted fresh = Queue.wanted(2);
        List<Owner> held = Queue.owners(queue.store.claim(fresh), fresh);
        assertThat(held.get(0).id()).isEqualTo(lost.id());
        List<Owner> mixed = List.of(lost, held.get(1));
        assertThat(queue.store.renew(mixed, Queue.LONG)).containsExactly(false, true);
        assertThat(queue.store.end(Queue.done(mixed, Duration.ZERO))).containsExactly(false, true);
        assertThat(queue.store.find(lost.id()))
                .hasFieldOrPropertyWithValue("state", JobState.RUNNING)
                .hasFieldOrPropertyWithValue("attempt", 2);
    }

    @EachDatabase
    void r04_what_has_not_run_out_is_left(TestDatabase db) {
        Queue queue = Queue.in(db);
        queue.add(2);
        Wanted wanted = Queue.wanted(2);
        List<Owner> owners = Queue.owners(queue.store.claim(wanted), wanted);
        assertThat(queue.store.tidy(10, Queue.LONG)).isEqualTo(new Tidied(0, 0, 0));
        assertThat(queue.store.end(Queue.done(owners, Duration.ZERO))).containsOnly(true);
    }

    @EachDatabase
    void a_type_keeps_its_pace_beside_others_that_claim(TestDatabase db) {
        Queue queue = Queue.in(db);
        queue.add(40);
        List<Callers.Result<Integer>> results = Callers.run(8, BOUND, caller -> () -> paced(queue));
        assertThat(results).allMatch(Callers.Result::isSuccess);
        AtomicInteger begun = new AtomicInteger(
                results.stream().mapToInt(Callers.Result::value).sum());
        // who waited for the type's row may have read the clock before it: the last of the burst is due a moment later
        Await.until(BOUND, "the burst has begun", () -> begun.addAndGet(begun.get() < 5 ? paced(queue) : 0) >= 5);
        assertThat(begun).hasValue(5);
        assertThat(paced(queue)).isZero();
    }

    private static int paced(Queue queue) {
        var claimable = new Claimable(Queue.TYPE, 3, new Pace(5, Duration.ofMinutes(5)));
        String token = Queue.wanted(4).token();
        return queue.store
                .claim(new Wanted(List.of(claimable), 4, "worker", token, Queue.LONG))
                .size();
    }

    @EachDatabase
    void of_many_who_give_a_turn_at_once_one_does(TestDatabase db) {
        Queue queue = Queue.in(db);
        for (int i = 0; i < 20; i++) {
            queue.add(Queue.job("job " + i, null, "group " + i % 4));
        }
        List<Callers.Result<Integer>> results = Callers.run(
                8, BOUND, caller -> () -> queue.store.tidy(100, Queue.LONG).turns());
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(results.stream().mapToInt(Callers.Result::value).sum()).isEqualTo(4);
        assertThat(queue.store.claim(Queue.wanted(100)).stream().map(Claimed::group))
                .containsExactlyInAnyOrder("group 0", "group 1", "group 2", "group 3");
    }

    @EachDatabase
    void a_group_has_one_turn_whatever_is_written(TestDatabase db) {
        Queue queue = Queue.in(db);
        queue.add(Queue.job("1", null, "group"));
        queue.add(Queue.job("2", null, "group"));
        assertThatThrownBy(() -> db.execute("update safe4j_job set state = 'READY'"))
                .isInstanceOf(Exception.class);
        assertThat(queue.store.claim(Queue.wanted(5))).isEmpty();
    }

    @EachDatabase
    void what_runs_out_is_told_in_the_history_as_the_core_says_it(TestDatabase db) {
        Queue queue = Queue.in(db);
        long id = queue.add(Queue.job("a"));
        Wanted wanted = Queue.wanted(1, Duration.ofMillis(100));
        queue.store.claim(wanted);
        Await.until(
                BOUND,
                "the claim runs out",
                () -> queue.store.tidy(10, Queue.LONG).reclaimed() == 1);
        String at = queue.store.now().toString().substring(0, 11);
        assertThat(queue.store.find(id).saved().history())
                .matches("attempt 1 at " + at
                        + "\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z: its lease ran out; worker worker was not"
                        + " heard of again\n");
    }

    @EachDatabase
    void without_its_table_the_store_says_what_to_do(TestDatabase db) {
        JdbcJobStore store = JdbcJobStore.on(db.dataSource());
        assertThatThrownBy(() -> store.enqueue(List.of(Queue.job("a"))))
                .isInstanceOf(SchemaMissingException.class)
                .hasMessageContaining("safe4j_job")
                .hasMessageContaining("create table");
    }

    @EachDatabase
    void a_table_of_another_name_is_used(TestDatabase db) {
        JdbcJobStore store = JdbcJobStore.builder(db.dataSource())
                .name("other")
                .table("my_jobs")
                .build();
        store.schema().create(store.database());
        store.enqueue(List.of(Queue.job("a")));
        assertThat(store.claim(Queue.wanted(1))).hasSize(1);
        assertThat(db.value(Long.class, "select count(*) from my_jobs")).isEqualTo(1);
        assertThat(store.name()).isEqualTo("other");
        store.close();
    }

    @EachDatabase(ServerKind.H2)
    void bad_input_is_refused(TestDatabase db) {
        JdbcJobStoreBuilder builder = JdbcJobStore.builder(db.dataSource());
        assertThatThrownBy(() -> builder.timeLimit(Duration.ofMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a second to a minute");
        Queue queue = Queue.in(db);
        Wanted wanted = Queue.wanted(1);
        assertThatThrownBy(() ->
                        queue.store.claim(new Wanted(wanted.types(), 1, "w".repeat(201), wanted.token(), Queue.LONG)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("200 characters");
        assertThat(queue.store.enqueue(List.of())).isEmpty();
        assertThat(queue.store.end(List.of())).isEmpty();
        assertThat(queue.store.purge(0)).isZero();
    }

    @EachDatabase
    void endings_of_many_kinds_and_renewals_meet_without_a_failure(TestDatabase db) {
        Queue queue = Queue.in(db);
        queue.add(200);
        Wanted wanted = Queue.wanted(200);
        List<Owner> owners = Queue.owners(queue.store.claim(wanted), wanted);
        Set<String> kinds = Set.of("done", "renew", "back");
        List<Callers.Result<List<Boolean>>> results = Callers.run(3, BOUND, caller -> () -> switch (caller) {
            case 0 -> queue.store.end(Queue.done(owners.subList(0, 150), Duration.ZERO));
            case 1 ->
                queue.store.end(owners.subList(50, 200).stream()
                        .map(each -> (JobEnding) new JobEnding.GiveBack(each))
                        .toList());
            default -> queue.store.renew(owners, Queue.LONG);
        });
        assertThat(results).as(kinds.toString()).allMatch(Callers.Result::isSuccess);
        for (int i = 50; i < 150; i++) {
            boolean done = results.get(0).value().get(i);
            boolean back = results.get(1).value().get(i - 50);
            assertThat(done ^ back).as("job " + i).isTrue();
        }
    }

    @EachDatabase
    void the_store_works_over_a_pool_of_its_own_and_tells_its_database(TestDatabase db) {
        Queue queue = Queue.in(db, db.newPool(2));
        assertThat(queue.store.database().dialect())
                .isEqualTo(Database.of(db.dataSource()).dialect());
        assertThat(queue.store.schema().table()).isEqualTo("safe4j_job");
        assertThat(queue.add(3)).hasSize(3);
    }
}

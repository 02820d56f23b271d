package dev.safe4j.jdbc.update;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.transaction.InsideTransactionException;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Versioned.KeyAndVersion;
import dev.safe4j.jdbc.update.Versioned.Mapping;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.RowMissingException;
import dev.safe4j.update.StaleVersionException;
import dev.safe4j.update.UpdateResult.Applied;
import dev.safe4j.update.UpdateResult.Missing;
import dev.safe4j.update.UpdateResult.Refused;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class VersionedTest {

    record Document(long id, long version, String content) {}

    private static final Duration BOUND = Duration.ofSeconds(60);

    private Database database;
    private Updates updates;
    private Transactions transactions;
    private Versioned<Document> documents;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table document (id bigint primary key, version int not null, content varchar(4000) not null)",
                "create table page (id bigint primary key, changed timestamp(6) not null, content varchar(100))",
                "create table note (id bigint primary key, changed timestamp(0) not null, content varchar(100))",
                "insert into document values (17, 4, '')",
                "insert into page values (1, '2026-01-01 00:00:00.000001', 'a')",
                "insert into note values (1, '2037-12-31 00:00:00', 'a')");
        database = Database.of(db.dataSource());
        updates = Updates.on(database);
        transactions = Transactions.on(database);
        documents = documents(transactions);
    }

    private Versioned<Document> documents(Transactions runner) {
        return new Versioned<>(
                updates,
                runner,
                "document",
                new KeyAndVersion("id", "version"),
                new Mapping<>(
                        List.of("content"),
                        row -> new Document(row.number("id"), row.number("version"), row.text("content")),
                        document -> row("content", document.content())));
    }

    private RowUpdate save(Object expected, String content) {
        return updates.table("document")
                .key("id", 17)
                .version("version", expected)
                .set("content", content);
    }

    @EachDatabase
    void the_new_version_is_returned_and_a_stale_one_is_told(TestDatabase db) {
        assertThat(save(4, "first").apply().orThrow().version()).isEqualTo(5);
        assertThat(save(4L, "second").apply())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.refusal())
                                .isInstanceOfSatisfying(Refusal.StaleVersion.class, stale -> {
                                    assertThat(stale.expected()).isEqualTo(4L);
                                    assertThat(stale.present()).isEqualTo(5);
                                }));
        assertThatThrownBy(() -> save(4, "second").apply().orThrow())
                .isInstanceOf(StaleVersionException.class)
                .hasMessage("document 17 was changed: expected version 4, found 5."
                        + " Read it again and retry, or use versioned.change.");
        assertThat(db.value(String.class, "select content from document")).isEqualTo("first");
    }

    @EachDatabase
    void in_a_transaction_the_newest_version_is_told_and_not_the_snapshot(TestDatabase db) {
        transactions.readCommitted().runWithoutResult(attempt -> {
            assertThat(documents.find(17).orElseThrow().version()).isEqualTo(4);
            db.execute("update document set version = 9");
            assertThat(save(4, "late").apply())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal())
                                    .isInstanceOfSatisfying(
                                            Refusal.StaleVersion.class,
                                            stale -> assertThat(stale.present()).isEqualTo(9)));
        });
    }

    @EachDatabase(dev.safe4j.servers.ServerKind.MARIADB)
    void on_mariadb_the_snapshot_of_repeatable_read_does_not_hide_the_present_version(TestDatabase db) {
        transactions.repeatableRead().runWithoutResult(attempt -> {
            db.execute("set @@global.innodb_snapshot_isolation = @@global.innodb_snapshot_isolation");
            assertThat(documents.find(17).orElseThrow().version()).isEqualTo(4);
            updates.database()
                    .run(
                            "turning snapshot isolation off",
                            s -> s.update("set innodb_snapshot_isolation = off", List.of()));
            db.execute("update document set version = 9");
            assertThat(documents.find(17).orElseThrow().version()).isEqualTo(4);
            assertThat(save(4, "late").apply())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.refusal())
                                    .isInstanceOfSatisfying(
                                            Refusal.StaleVersion.class,
                                            stale -> assertThat(stale.present()).isEqualTo(9)));
        });
    }

    @EachDatabase
    void versioned_delete(TestDatabase db) {
        assertThat(updates.table("document").key("id", 17).version("version", 3).delete())
                .isInstanceOf(Refused.class);
        assertThat(updates.table("document").key("id", 17).version("version", 4).delete())
                .isEqualTo(Applied.PLAIN);
        assertThat(updates.table("document").key("id", 17).version("version", 4).delete())
                .isInstanceOf(Missing.class);
    }

    @EachDatabase
    void timestamp_versions_grow_and_are_returned(TestDatabase db) {
        Object version = db.value(java.sql.Timestamp.class, "select changed from page");
        for (int i = 0; i < 20; i++) {
            Applied applied = updates.table("page")
                    .key("id", 1)
                    .version("changed", version)
                    .set("content", "c" + i)
                    .apply()
                    .orThrow();
            assertThat((java.sql.Timestamp) applied.version()).isAfter((java.sql.Timestamp) version);
            assertThat(applied.values().values()).isEmpty();
            version = applied.version();
        }
        assertThat(db.value(java.sql.Timestamp.class, "select changed from page"))
                .isEqualTo(version);
        assertThat(updates.table("page")
                        .key("id", 1)
                        .version("changed", java.time.LocalDateTime.of(2026, 1, 1, 0, 0))
                        .set("content", "x")
                        .apply())
                .isInstanceOf(Refused.class);
    }

    @EachDatabase
    void a_coarse_timestamp_ahead_of_the_clock_still_grows(TestDatabase db) {
        java.sql.Timestamp before = db.value(java.sql.Timestamp.class, "select changed from note");
        Applied applied = updates.table("note")
                .key("id", 1)
                .version("changed", before)
                .set("content", "b")
                .apply()
                .orThrow();
        assertThat(((java.sql.Timestamp) applied.version()).getTime() - before.getTime())
                .isEqualTo(1_000);
    }

    @EachDatabase
    void change_loses_no_edit(TestDatabase db) {
        AtomicInteger runs = new AtomicInteger();
        Versioned<Document> patient = documents(transactions.retry(RetryPolicy.defaults()
                .classifiedBy(database.faults())
                .attempts(500)
                .within(BOUND)));
        // All six have read before the first of them writes, so five of the first writes meet a newer version.
        CyclicBarrier read = new CyclicBarrier(6);
        List<Callers.Result<Document>> results = Callers.run(6, BOUND, caller -> () -> {
            Document saved = null;
            AtomicBoolean first = new AtomicBoolean(true);
            for (int i = 0; i < 10; i++) {
                saved = patient.change(17, attempt -> {
                    runs.incrementAndGet();
                    if (first.getAndSet(false)) {
                        meet(read);
                    }
                    return new Document(17, 0, attempt.value().content() + caller);
                });
            }
            return saved;
        });
        assertThat(results).allMatch(Callers.Result::isSuccess);
        assertThat(db.value(String.class, "select content from document")).hasSize(60);
        assertThat(db.value(Integer.class, "select version from document")).isEqualTo(64);
        assertThat(runs.get()).as("runs, five or more of them after a conflict").isGreaterThanOrEqualTo(65);
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(BOUND.toMillis(), TimeUnit.MILLISECONDS);
        } catch (Exception broken) {
            throw new AssertionError("the callers did not meet", broken);
        }
    }

    @EachDatabase
    void change_returns_what_was_saved_and_gives_up_after_its_bound(TestDatabase db) {
        assertThat(documents.change(17, attempt -> new Document(17, 0, "x"))).isEqualTo(new Document(17, 5, "x"));
        AtomicInteger runs = new AtomicInteger();
        assertThatThrownBy(() -> documents.change(17, attempt -> {
                    runs.incrementAndGet();
                    db.execute("update document set version = version + 1");
                    return new Document(17, 0, "y");
                }))
                .satisfies(last -> assertThat(last.getSuppressed()).isNotEmpty());
        assertThat(runs).hasValue(RetryPolicy.DEFAULT_ATTEMPTS);
        assertThat(db.value(String.class, "select content from document")).isEqualTo("x");
    }

    @EachDatabase
    void change_refuses_an_outer_transaction_and_a_missing_row(TestDatabase db) {
        assertThatThrownBy(() ->
                        transactions.named("outer").run(attempt -> documents.change(17, change -> change.value())))
                .isInstanceOf(InsideTransactionException.class)
                .hasMessageContaining("'outer' is active");
        assertThatThrownBy(() -> documents.change(99, change -> change.value()))
                .isInstanceOf(RowMissingException.class);
    }
}

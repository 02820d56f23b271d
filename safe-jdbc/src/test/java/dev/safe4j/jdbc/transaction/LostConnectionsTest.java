package dev.safe4j.jdbc.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;

/** Connections that are cut, and answers that are lost, on the wire. */
class LostConnectionsTest {

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table doctor (id int primary key, on_call int not null)",
                "insert into doctor values (1, 1), (2, 1)");
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_commit_whose_answer_is_lost_is_not_run_again(TestDatabase db) {
        assertThat(runWithLostCommit(db, false)).isEqualTo(1);
        assertThat(db.value(Integer.class, "select on_call from doctor where id = 1"))
                .isEqualTo(2);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_commit_whose_answer_is_lost_is_run_again_if_the_work_is_idempotent(TestDatabase db) {
        assertThat(runWithLostCommit(db, true)).isEqualTo(2);
        assertThat(db.value(Integer.class, "select on_call from doctor where id = 1"))
                .isEqualTo(3);
    }

    private int runWithLostCommit(TestDatabase db, boolean idempotent) {
        AtomicInteger runs = new AtomicInteger();
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            var pool = db.newPool(db.urlThrough(tap), 2);
            Transactions tapped = Transactions.on(Database.of(pool));
            JdbcTemplate through = new JdbcTemplate(pool);
            tap.dropReplyOf(text -> text.toLowerCase().replace("autocommit", "").contains("commit"));
            Runnable work = () -> (idempotent ? tapped.idempotent() : tapped).runWithoutResult(attempt -> {
                runs.incrementAndGet();
                through.update("update doctor set on_call = on_call + 1 where id = 1");
            });
            if (idempotent) {
                work.run();
            } else {
                assertThatThrownBy(work::run).isInstanceOf(OutcomeUnknownException.class);
            }
        }
        return runs.get();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_connection_lost_before_the_commit_is_run_again(TestDatabase db) {
        AtomicInteger runs = new AtomicInteger();
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            var pool = db.newPool(db.urlThrough(tap), 2);
            JdbcTemplate through = new JdbcTemplate(pool);
            Transactions.on(Database.of(pool)).runWithoutResult(attempt -> {
                through.update("update doctor set on_call = on_call + 1 where id = 1");
                if (runs.incrementAndGet() == 1) {
                    tap.cutAll();
                }
                through.update("update doctor set on_call = on_call + 1 where id = 2");
            });
        }
        assertThat(runs).hasValue(2);
        assertThat(db.value(Long.class, "select sum(on_call) from doctor")).isEqualTo(4);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void an_update_that_commits_itself_is_unknown_when_its_answer_is_lost(TestDatabase db) {
        try (WireTap tap = WireTap.to(db.server().host(), db.server().port())) {
            Updates updates = Updates.on(db.newPool(db.urlThrough(tap), 2));
            updates.table("doctor").key("id", 1).add("on_call", 1).apply().orThrow();
            tap.dropReplyOf(text -> text.contains("update"));
            assertThatThrownBy(() -> updates.table("doctor")
                            .key("id", 1)
                            .add("on_call", 1)
                            .apply())
                    .isInstanceOf(OutcomeUnknownException.class);
        }
        assertThat(db.value(Integer.class, "select on_call from doctor where id = 1"))
                .isEqualTo(3);
    }
}

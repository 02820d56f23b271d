package dev.safe4j.jdbc.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** That a claim reads what it takes, however many jobs are scheduled, running, waiting, done or dead. */
@Tag("slow")
class JobBacklogTest {

    private static final int ROWS = 100_000;
    private static final int CLAIMED = 10;

    /** Ten jobs, each in its index and in the table, some times over for locking, writing and looking into other places. */
    private static final long ENOUGH = 40L * CLAIMED;

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void a_claim_reads_no_more_beside_a_hundred_thousand_jobs_that_are_not_due(TestDatabase db) throws SQLException {
        Queue queue = Queue.in(db);
        boolean postgresql = db.kind() == ServerKind.POSTGRESQL;
        String numbers = postgresql ? "generate_series(1, " + ROWS / 5 + ") as n(seq)" : "seq_1_to_" + ROWS / 5;
        String day = postgresql ? "interval '1 day'" : "interval 1 day";
        String group = "concat('group ', " + (postgresql ? "seq % 10" : "mod(seq, 10)") + ")";
        insert(db, "'READY', -9, utc + " + day + ", null, null", numbers);
        insert(db, "'RUNNING', -9, utc, utc + " + day + ", null", numbers);
        insert(db, "'WAITING', -9, utc, null, " + group, numbers);
        insert(db, "'DONE', -9, utc, utc + " + day + ", null", numbers);
        insert(db, "'DEAD', -9, utc, utc + " + day + ", null", numbers);
        db.execute(postgresql ? "analyze safe4j_job" : "analyze table safe4j_job");
        List<Long> ids = queue.add(3 * CLAIMED);
        for (int i = 0; i < 3; i++) {
            long[] read = new long[1];
            try (Connection connection = db.dataSource().getConnection()) {
                Session session = new Session(connection, false, queue.dialect());
                long before = postgresql ? 0 : read(session);
                ShortTransactions.whole(session, inside -> {
                    assertThat(Queue.ids(queue.claiming()
                                    .look(inside, Queue.wanted(CLAIMED), CLAIMED)
                                    .claimed()))
                            .isSubsetOf(ids)
                            .hasSize(CLAIMED);
                    read[0] = read(inside) - before;
                    return true;
                });
            }
            assertThat(read[0]).as("rows read by claim " + i).isBetween((long) CLAIMED, ENOUGH);
        }
        assertThat(queue.store.tidy(100, Queue.LONG).turns()).isEqualTo(10);
    }

    private static void insert(TestDatabase db, String values, String numbers) {
        String utc = db.kind() == ServerKind.POSTGRESQL ? "now()" : "utc_timestamp(6)";
        db.execute("insert into safe4j_job (type, payload, created_at, state, place, due_at, until_at, group_key)"
                + " select 'mail', '', " + utc + ", " + values.replace("utc", utc) + " from " + numbers);
    }

    private static long read(Session session) throws SQLException {
        String counters = session.dialect().isMySqlFamily()
                ? "select sum(variable_value) from information_schema.session_status where variable_name like"
                        + " 'HANDLER_READ%' and variable_name not like '%TMP%' and variable_name <> 'HANDLER_READ_RND_NEXT'"
                : "select coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) from pg_stat_xact_user_tables"
                        + " where relname = 'safe4j_job' and schemaname = current_schema()";
        return ((Number) session.query(counters, List.of(), 1).get(0)[0]).longValue();
    }
}

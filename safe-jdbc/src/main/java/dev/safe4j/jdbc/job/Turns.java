package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DuplicateKeyException;

/**
 * Gives groups their turn: the next of its jobs that wait becomes ready, unless one is ready or running. That there is one at most is a
 * unique key of the table; who violates it has learnt that somebody else gave the turn. Immutable.
 */
final class Turns {

    /** From one group to the next, however long they are. */
    private static final String ALL = """
            with recursive g(name) as (
              (select j.group_key from JOBS j where j.state = 'WAITING' order by j.group_key limit 1)
              union all
              select (select j.group_key from JOBS j where j.state = 'WAITING' and j.group_key > g.name
                order by j.group_key limit 1) from g where g.name is not null
            )
            """;

    private static final String GIVE = """
            update JOBS set state = 'READY' where state = 'WAITING' and id = any(array(
              select n.id from GROUPS cross join lateral (
                select j.id from JOBS j where j.group_key = g.name and j.state = 'WAITING' and j.due_at <= STILL
                order by j.place, j.due_at, j.id limit 1) n
              where not exists (
                select 1 from JOBS h where h.group_key = g.name and h.state in ('READY', 'RUNNING'))
              limit :most))""";

    /** The innermost part goes from group to group in the index, which the least place is needed for. */
    private static final String FREE = """
            select g.name from (select j.group_key as name, min(j.place) as place from JOBS j BY_GROUP where j.state = 'WAITING'
              group by j.state, j.group_key) g
            where not exists (select 1 from JOBS h where h.turn_key = g.name)
              and exists (select 1 from JOBS w where w.state = 'WAITING' and w.group_key = g.name and w.due_at <= NOW)
            limit :most""";

    private static final String FIRST = "select j.id from JOBS j where j.state = 'WAITING' and j.group_key = :name"
            + " and j.due_at <= NOW order by j.place, j.due_at, j.id limit 1";

    /** How often it is tried again after somebody else gave one of several turns. */
    private static final int TRIES = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

    private final boolean postgresql;
    private final NamedSql give;
    private final NamedSql giveAny;
    private final NamedSql free;
    private final NamedSql next;

    Turns(JobSql sql) {
        this.postgresql = sql.dialect == Dialect.POSTGRESQL;
        this.give = sql.sql(
                postgresql
                        ? GIVE.replace("GROUPS", "unnest(:groups::text[]) as g(name)")
                        : "update JOBS set state = 'READY' where id = :id and state = 'WAITING'");
        this.giveAny = sql.sql(ALL + GIVE.replace("GROUPS", "g"));
        this.free = sql.sql(FREE.replace("BY_GROUP", sql.dialect.isMySqlFamily() ? "force index (by_group)" : ""));
        this.next = sql.sql(FIRST);
    }

    /** Gives those groups their turn whose names are known. */
    int give(ShortTransactions steps, Collection<String> groups) {
        List<String> names = groups.stream().sorted().toList();
        if (names.isEmpty()) {
            return 0;
        } else if (postgresql) {
            return tried(steps, session -> give.update(session, values(session, names)));
        }
        int given = 0;
        for (String each : names) {
            given += tried(steps, session -> give(session, each));
        }
        return given;
    }

    private static Map<String, @Nullable Object> values(Session session, List<String> names) throws SQLException {
        return Map.of("groups", ArrayValues.ofTexts(session, names, each -> each), "most", names.size());
    }

    private int give(Session session, String name) throws SQLException {
        List<@Nullable Object[]> rows = next.query(session, Map.of("name", name), 1);
        return rows.isEmpty() ? 0 : give.update(session, Map.of("id", JobRow.number(rows.get(0)[0])));
    }

    /** Gives any groups their turn. */
    int giveAny(ShortTransactions steps, int atMost) {
        if (postgresql) {
            return tried(steps, session -> giveAny.update(session, Map.of("most", atMost)));
        }
        List<String> names = new ArrayList<>();
        steps.run("looking for groups", session -> free.query(session, Map.of("most", atMost), 1))
                .forEach(row -> names.add(String.valueOf(row[0])));
        return give(steps, names);
    }

    private static int tried(ShortTransactions steps, Session.Work<Integer> work) {
        for (int tries = 0; tries < TRIES; tries++) {
            try {
                return steps.runUnlessDuplicate("giving groups their turn", work);
            } catch (DuplicateKeyException given) { // by somebody else, which the next look sees
                LOG.trace("The turn of a group was given by somebody else.", given);
            }
        }
        return 0;
    }
}

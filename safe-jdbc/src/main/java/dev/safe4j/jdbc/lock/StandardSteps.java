package dev.safe4j.jdbc.lock;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The steps where an UPDATE returns no values: MariaDB, MySQL, H2. Taking is one upsert, whose result MariaDB returns and the others are
 * asked for; a holder is told by its token. Rows are written in the order of their names.
 */
final class StandardSteps implements LeaseSteps {

    private static final String STATE = "name, token, owner, fence, MICROS(acquired_at), MICROS(lease_until) - CLOCK";

    /** Assignments are made from left to right, so lease_until, by which the others decide, comes last. */
    private static final String MYSQL_TAKE = """
            insert into TABLE (name, token, owner, fence, acquired_at, lease_until, awaited) values {rows}
            on duplicate key update
              fence = if(lease_until <= NOW, greatest(fence + 1 + values(fence) - CLOCK, values(fence)), fence),
              token = if(lease_until <= NOW, values(token), token),
              owner = if(lease_until <= NOW, values(owner), owner),
              acquired_at = if(lease_until <= NOW, NOW, acquired_at),
              awaited = if(lease_until <= NOW, false, awaited or ?),
              lease_until = if(lease_until <= NOW, values(lease_until), lease_until)""";

    private static final String MYSQL_ROW = "(?, ?, ?, CLOCK + ? - 1, NOW, PLUS, false)";

    private static final String H2_TAKE = """
            merge into TABLE l using (values {rows}) w(name, token, owner, fences, length) on l.name = w.name
            when matched and l.lease_until <= NOW then update set token = w.token, owner = w.owner,
              fence = greatest(l.fence + w.fences, CLOCK + w.fences - 1), acquired_at = NOW,
              lease_until = dateadd(microsecond, w.length, NOW), awaited = false
            when matched and l.lease_until > NOW and cast(? as boolean) then update set awaited = true
            when not matched then insert (name, token, owner, fence, acquired_at, lease_until, awaited)
              values (w.name, w.token, w.owner, CLOCK + w.fences - 1, NOW, dateadd(microsecond, w.length, NOW), false)""";

    private static final String H2_ROW = "(cast(? as varchar(200)), cast(? as varchar(36)), cast(? as varchar(100)),"
            + " cast(? as bigint), cast(? as bigint))";

    private final Dialect database;
    private final ServerClock dialect;
    private final String table;
    private final String take;
    private final String takenRow;
    private final String state;
    private final String renew;
    private final String stillMine;
    private final String releaseUnawaited;
    private final String release;
    private final String purge;

    StandardSteps(String table, Dialect database, ServerClock dialect) {
        this.database = database;
        this.dialect = dialect;
        this.table = table;
        boolean h2 = database == Dialect.H2;
        this.take = sql(h2 ? H2_TAKE : database == Dialect.MARIADB ? MYSQL_TAKE + " returning STATE" : MYSQL_TAKE);
        this.takenRow = sql(h2 ? H2_ROW : MYSQL_ROW);
        this.state = sql("select STATE from TABLE where name in ({rows})");
        this.renew = sql(
                "update TABLE set lease_until = PLUS where name in ({rows}) and token in ({rows}) and lease_until > NOW");
        this.stillMine =
                sql("select name from TABLE where name in ({rows}) and token in ({rows}) and lease_until > NOW");
        this.release = sql("update TABLE set token = null, lease_until = PLUS,"
                + " fence = case when ? > 0 then ? else fence end where name = ? and token = ?");
        this.releaseUnawaited = release + " and awaited = false";
        this.purge = sql("delete from TABLE where lease_until < " + ago(database) + " and fence < CLOCK - ? limit ?");
    }

    private static String ago(Dialect database) {
        return database == Dialect.H2 ? "dateadd(microsecond, -?, NOW)" : "NOW - interval ? microsecond";
    }

    private String sql(String text) {
        return text.replace("STATE", STATE)
                .replaceAll(
                        "MICROS\\((\\w+)\\)",
                        java.util.regex.Matcher.quoteReplacement(dialect.micros("%"))
                                .replace("%", "$1"))
                .replace("CLOCK", dialect.clock())
                .replace("PLUS", dialect.plus())
                .replace("NOW", dialect.now())
                .replace("TABLE", table);
    }

    private static String rows(String text, String row, int number) {
        return text.replace("{rows}", String.join(", ", Collections.nCopies(number, row)));
    }

    @Override
    public List<Answer> acquire(Session session, List<Request> requests) throws SQLException {
        List<Request> ordered =
                requests.stream().sorted(Comparator.comparing(Request::key)).toList();
        List<Object> values = new ArrayList<>();
        for (Request each : ordered) {
            values.addAll(
                    List.of(each.key(), each.token(), each.owner(), each.fences(), LeaseRows.micros(each.length())));
        }
        values.add(requests.stream().anyMatch(Request::waits));
        String all = rows(take, takenRow, ordered.size());
        if (database == Dialect.MARIADB) {
            return answers(requests, session.query(all, values, 6));
        }
        // H2 holds the rows until it has looked whose they are; on MySQL that would take four more round trips.
        return database == Dialect.H2
                ? ShortTransactions.whole(session, inside -> taken(inside, all, values, requests))
                : taken(session, all, values, requests);
    }

    private List<Answer> taken(Session session, String all, List<Object> values, List<Request> requests)
            throws SQLException {
        session.update(all, values);
        List<String> names = requests.stream().map(Request::key).sorted().toList();
        return answers(requests, session.query(rows(state, "?", names.size()), names, 6));
    }

    private static List<Answer> answers(List<Request> requests, List<@Nullable Object[]> state) {
        Map<String, @Nullable Object[]> rows = new HashMap<>();
        state.forEach(row -> rows.put(String.valueOf(row[0]), row));
        List<Answer> answers = new ArrayList<>();
        for (Request each : requests) {
            @Nullable Object[] row = rows.get(each.key());
            if (row == null) {
                answers.add(LeaseRows.busy(null, null, null, null)); // purged meanwhile
            } else if (each.token().equals(row[1])) {
                answers.add(LeaseRows.granted(row[3], each.fences(), row[4]));
            } else {
                answers.add(LeaseRows.busy(row[2], row[3], row[4], row[5]));
            }
        }
        return answers;
    }

    /** One statement for all of one length; only if it has not met all of them does it matter which. */
    @Override
    public List<Boolean> renew(Session session, List<Lease> leases) throws SQLException {
        Map<Long, List<Lease>> byLength = new TreeMap<>();
        for (Lease each : leases) {
            byLength.computeIfAbsent(LeaseRows.micros(each.length()), length -> new ArrayList<>())
                    .add(each);
        }
        Set<String> renewed = new HashSet<>();
        for (Map.Entry<Long, List<Lease>> each : byLength.entrySet()) {
            renewed.addAll(renew(session, each.getKey(), each.getValue()));
        }
        return leases.stream().map(each -> renewed.contains(each.key())).toList();
    }

    private List<String> renew(Session session, long length, List<Lease> leases) throws SQLException {
        List<Object> mine = new ArrayList<>();
        List<String> names = leases.stream().map(Lease::key).sorted().toList();
        mine.addAll(names);
        leases.forEach(each -> mine.add(each.token()));
        List<Object> values = new ArrayList<>(List.of(length));
        values.addAll(mine);
        if (session.update(rows(renew, "?", leases.size()), values) == leases.size()) {
            return names;
        }
        // What had ended then has not begun again, so what is held now was renewed.
        return session.query(rows(stillMine, "?", leases.size()), mine, 1).stream()
                .map(row -> String.valueOf(row[0]))
                .toList();
    }

    /** The mark cannot be returned by the statement that clears it, so first those are released that have none. */
    @Override
    public List<Released> release(Session session, List<Release> releases) throws SQLException {
        Map<Release, Released> answers = new HashMap<>();
        for (Release each :
                releases.stream().sorted(Comparator.comparing(Release::key)).toList()) {
            List<Object> values = Arrays.asList(
                    LeaseRows.micros(each.keepFor()), each.lastFence(), each.lastFence(), each.key(), each.token());
            if (session.update(releaseUnawaited, values) > 0) {
                answers.put(each, Released.FREED);
            } else {
                answers.put(each, session.update(release, values) > 0 ? Released.AWAITED : Released.LOST);
            }
        }
        Function<Release, Released> answer = each -> Objects.requireNonNull(answers.get(each));
        return releases.stream().map(answer).toList();
    }

    @Override
    public int purge(Session session, Duration idle, int atMost) throws SQLException {
        return session.update(purge, List.of(LeaseRows.micros(idle), LeaseRows.NUMBERS_PASSED, atMost));
    }
}

package dev.safe4j.benchmarks;

import dev.safe4j.counter.Counters;
import dev.safe4j.counter.Quota;
import dev.safe4j.counter.Sequence;
import dev.safe4j.counter.StripedCounter;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The ways to count that are compared, all over one pool. The first of each list is the raw limit. */
final class CounterWays {

    /** What nobody comes near. */
    static final long LIMIT = 1_000_000_000L;

    /** Longer than any round: what was taken in one is there when it is compared. */
    static final Duration WINDOW = Duration.ofDays(366);

    private static final String TABLES = "raw_counter, raw_quota, safe4j_counter, safe4j_counter_quota";
    private static final String RECORDED = "recorded";
    private static final int STRIPES = 16;
    private static final int BLOCK = 100;

    private static final String COUNT = """
            insert into raw_counter as c (name, total) values (?, 1)
            on conflict (name) do update set total = c.total + excluded.total returning c.total""";

    private static final String TAKE = """
            insert into raw_quota as q (name, slot, taken)
            values (?, (extract(epoch from clock_timestamp()) / 31622400)::bigint, 1)
            on conflict (name) do update set slot = greatest(q.slot, excluded.slot),
              taken = case when q.slot < excluded.slot then 1 else q.taken + 1 end
            where q.taken < 1000000000 or q.slot < excluded.slot
            returning q.taken""";

    private final TestDatabase db;
    private final DataSource pool;
    private final JdbcCounterStore store;

    CounterWays(TestDatabase db, DataSource pool) {
        this.db = db;
        this.pool = pool;
        this.store = JdbcCounterStore.on(pool);
    }

    /** The tables of all ways. */
    static void prepare(TestDatabase db) {
        db.execute(
                "create table raw_counter (name varchar(200) primary key, total bigint not null) with (fillfactor = 70)",
                "create table raw_quota (name varchar(200) primary key, slot bigint not null, taken bigint not null)"
                        + " with (fillfactor = 70)",
                "create sequence raw_sequence");
        JdbcCounterStore ours = JdbcCounterStore.on(db.dataSource());
        ours.schema().create(ours.database());
    }

    /** Empties them. */
    static void empty(TestDatabase db) {
        db.execute("truncate " + TABLES, "alter sequence raw_sequence restart", "vacuum analyze", "checkpoint");
    }

    /** On one counter. */
    List<CounterWay> hot() {
        Counters counters = Counters.on(store);
        StripedCounter striped = counters.striped("visits", STRIPES);
        return List.of(
                new CounterWay(
                        "raw limit: one upsert by JDBC",
                        (id, tally) -> read(COUNT, "visits") > 0,
                        () -> sum("select sum(total) from raw_counter")),
                new CounterWay("safe4j counter", (id, tally) -> counters.add("visits", 1) > 0, this::counted),
                new CounterWay(
                        "safe4j counter with a bound",
                        (id, tally) ->
                                counters.atMost(LIMIT).tryAdd("visits", 1).isAdded(),
                        this::counted),
                new CounterWay(
                        "safe4j striped counter, " + STRIPES + " rows",
                        (id, tally) -> {
                            striped.add(1);
                            return true;
                        },
                        this::counted));
    }

    /** On a counter each of many. */
    List<CounterWay> random() {
        Counters counters = Counters.on(store);
        return List.of(
                new CounterWay(
                        "raw limit: one upsert by JDBC",
                        (id, tally) -> read(COUNT, "visits:" + id) > 0,
                        () -> sum("select sum(total) from raw_counter")),
                new CounterWay("safe4j counter", (id, tally) -> counters.add("visits:" + id, 1) > 0, this::counted));
    }

    /** A quota each of many, by fixed windows. */
    List<CounterWay> fixed() {
        return List.of(
                same(UnaryOperator.identity()),
                new CounterWay(
                        "raw: a fixed window alone, by JDBC",
                        (id, tally) -> read(TAKE, "user:" + id) > 0,
                        () -> sum("select sum(taken) from raw_quota")),
                safe4j("safe4j quota, fixed", UnaryOperator.identity()));
    }

    /** The same by sliding ones. */
    List<CounterWay> sliding() {
        return List.of(same(Quota::sliding), safe4j("safe4j quota, sliding", Quota::sliding));
    }

    private static Quota quota(JdbcCounterStore store) {
        return Quota.on(store).limit(LIMIT).per(WINDOW);
    }

    private CounterWay safe4j(String name, UnaryOperator<Quota> kind) {
        Quota quota = kind.apply(quota(store));
        return new CounterWay(name, (id, tally) -> quota.take("user:" + id).isGranted(), this::taken);
    }

    /** The statement that was recorded from a take of ours, with the key of each call instead of its. */
    private CounterWay same(UnaryOperator<Quota> kind) {
        Recording recording = new Recording(pool);
        Quota quota = kind.apply(quota(JdbcCounterStore.on(recording)));
        quota.take("first"); // looks for the tables
        recording.clear();
        quota.take(RECORDED);
        Recording.Sent take = recording.sent().get(0);
        return new CounterWay(
                "raw limit: the same statement by JDBC", (id, tally) -> isTaken(take, "user:" + id), this::taken);
    }

    /** One sequence. */
    List<CounterWay> sequences() {
        AtomicLong highest = new AtomicLong();
        Sequence[] present = new Sequence[1];
        Runnable fresh = () -> {
            highest.set(0);
            present[0] = Sequence.inBlocks(store, BLOCK);
        };
        return List.of(
                new CounterWay(
                        "raw limit: a sequence of the database",
                        (id, tally) -> read("select nextval('raw_sequence')", null) > 0,
                        () -> sum("select last_value from raw_sequence")),
                new CounterWay(
                        new Subject("safe4j sequence, blocks of " + BLOCK, (id, tally) -> {
                            long number = present[0].next("order");
                            highest.accumulateAndGet(number, Math::max);
                            return true;
                        }),
                        fresh,
                        highest::get));
    }

    private long counted() {
        return sum("select sum(total) from safe4j_counter");
    }

    private long taken() {
        return sum("select sum(count0 + count1 + count2 + count3 + count4 + count5 + count6 + count7 + count8)"
                + " from safe4j_counter_quota");
    }

    private long sum(String sql) {
        Long sum = db.value(Long.class, "select cast((" + sql + ") as bigint)");
        return sum == null ? 0 : sum;
    }

    private long read(String sql, @Nullable String key) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (key != null) {
                statement.setString(1, key);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private boolean isTaken(Recording.Sent take, String key) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(take.values());
        values.replaceAll(each -> RECORDED.equals(each) ? key : each);
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(take.sql())) {
            Session.bind(statement, values);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }
}

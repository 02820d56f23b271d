package dev.safe4j.benchmarks;

import dev.safe4j.counter.Counters;
import dev.safe4j.counter.Quota;
import dev.safe4j.counter.Sequence;
import dev.safe4j.counter.StripedCounter;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import dev.safe4j.servers.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The ways to count that are compared, all over one pool. The first of each list is the raw limit. */
final class CounterWays {

    /** What nobody comes near. */
    private static final long LIMIT = 1_000_000_000L;

    private static final Duration WINDOW = Duration.ofDays(366);
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

    /**
     * One way.
     *
     * @param subject counts
     * @param fresh is called before a round
     * @param counted how much was, as the tables say it
     */
    record Way(Subject subject, Runnable fresh, LongSupplier counted) {

        Way(Subject subject, LongSupplier counted) {
            this(subject, () -> {}, counted);
        }
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

    /** On one counter. */
    List<Way> hot() {
        Counters counters = Counters.on(store);
        StripedCounter striped = counters.striped("visits", STRIPES);
        return List.of(
                new Way(
                        new Subject("raw limit: one upsert by JDBC", (id, tally) -> read(COUNT, "visits") > 0),
                        () -> sum("select sum(total) from raw_counter")),
                new Way(new Subject("safe4j counter", (id, tally) -> counters.add("visits", 1) > 0), this::counted),
                new Way(
                        new Subject(
                                "safe4j counter with a bound",
                                (id, tally) -> counters.atMost(LIMIT)
                                        .tryAdd("visits", 1)
                                        .isAdded()),
                        this::counted),
                new Way(
                        new Subject("safe4j striped counter, " + STRIPES + " rows", (id, tally) -> {
                            striped.add(1);
                            return true;
                        }),
                        this::counted));
    }

    /** On a counter each of many. */
    List<Way> random() {
        Counters counters = Counters.on(store);
        return List.of(
                new Way(
                        new Subject("raw limit: one upsert by JDBC", (id, tally) -> read(COUNT, "visits:" + id) > 0),
                        () -> sum("select sum(total) from raw_counter")),
                new Way(
                        new Subject("safe4j counter", (id, tally) -> counters.add("visits:" + id, 1) > 0),
                        this::counted));
    }

    /** A quota each of many. */
    List<Way> quotas() {
        Quota fixed = Quota.on(store).limit(LIMIT).per(WINDOW);
        Quota sliding = fixed.sliding();
        LongSupplier taken =
                () -> sum("select sum(count0 + count1 + count2 + count3 + count4 + count5 + count6 + count7"
                        + " + count8) from safe4j_counter_quota");
        return List.of(
                new Way(
                        new Subject("raw limit: a fixed window by JDBC", (id, tally) -> read(TAKE, "user:" + id) > 0),
                        () -> sum("select sum(taken) from raw_quota")),
                new Way(
                        new Subject(
                                "safe4j quota, fixed",
                                (id, tally) -> fixed.take("user:" + id).isGranted()),
                        taken),
                new Way(
                        new Subject(
                                "safe4j quota, sliding",
                                (id, tally) -> sliding.take("user:" + id).isGranted()),
                        taken));
    }

    /** One sequence. */
    List<Way> sequences() {
        AtomicLong highest = new AtomicLong();
        Sequence[] present = new Sequence[1];
        Runnable fresh = () -> {
            highest.set(0);
            present[0] = Sequence.inBlocks(store, BLOCK);
        };
        return List.of(
                new Way(
                        new Subject(
                                "raw limit: a sequence of the database",
                                (id, tally) -> read("select nextval('raw_sequence')", null) > 0),
                        () -> sum("select last_value from raw_sequence")),
                new Way(
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
}

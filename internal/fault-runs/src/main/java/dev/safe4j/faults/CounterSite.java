package dev.safe4j.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.counter.Counters;
import dev.safe4j.counter.Ring;
import dev.safe4j.counter.Sequence;
import dev.safe4j.counter.SequenceUnavailableException;
import dev.safe4j.counter.StripedCounter;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import dev.safe4j.redis.counter.RedisCounterStore;
import dev.safe4j.retry.OutcomeUnknownException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;

/**
 * Threads that count, each so many rounds: a plain counter, a striped one, one with a bound, a quota, a sequence. A step that certainly failed is
 * done again; of one whose outcome is unknown that is said, and the thread goes on.
 */
final class CounterSite implements AutoCloseable {

    /** Its windows pass while the run lasts. */
    static final Pace PACE = new Pace(50_000, Ring.MOST_SLOTS);

    static final int QUOTA_LIMIT = 30;
    static final String PLAIN = "visits";
    static final String STRIPED = "likes";
    static final String BOUNDED = "seats";
    private static final String SEQUENCE = "order";
    private static final String QUOTA = "ann";

    private static final int STRIPES = 16;
    private static final int BLOCK = 7;
    private static final int CONNECTIONS = 8;
    private static final long PAUSE_MILLIS = 20;

    private final Task task;
    private final Consumer<String> lines;
    private final Runnable below;
    private final CounterStore store;
    private final Counters counters;
    private final Counters bounded;
    private final StripedCounter striped;
    private final Sequence sequence;
    private final CountDownLatch ended;

    private CounterSite(Task task, Consumer<String> lines) {
        this.task = task;
        this.lines = lines;
        if (task.text("store").equals("redis")) {
            String uri = task.text("where");
            Duration answer = task.millis("connection", 2_000);
            OpenRedis redis = task.has("lettuce")
                    ? OpenRedis.lettuce(uri, answer)
                    : OpenRedis.redisson(uri, answer, task.number("threads", 1), answer);
            this.below = redis::close;
            this.store = RedisCounterStore.on(redis.client()).prefix(task.text("prefix"));
        } else {
            HikariDataSource own = Site.pool(task, "counters", CONNECTIONS);
            this.below = own::close;
            this.store = JdbcCounterStore.on(own);
        }
        this.counters = Counters.on(store);
        this.bounded = counters.atMost(task.number("seats", 1));
        this.striped = counters.striped(STRIPED, STRIPES);
        this.sequence = Sequence.inBlocks(store, BLOCK);
        this.ended = new CountDownLatch(task.number("threads", 1));
    }

    static CounterSite open(Task task, Consumer<String> lines) {
        return new CounterSite(task, lines);
    }

    void start() {
        for (int i = 0; i < task.number("threads", 1); i++) {
            Thread thread = new Thread(this::work, "counting-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        Thread last = new Thread(this::sayTheEnd, "end");
        last.setDaemon(true);
        last.start();
    }

    private void sayTheEnd() {
        try {
            ended.await();
            lines.accept("COUNT finished 1");
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            for (int i = 0; i < task.number("rounds", 1); i++) {
                round();
            }
        } catch (RuntimeException | Error unexpected) {
            lines.accept("FAILURE " + unexpected);
        } finally {
            ended.countDown();
        }
    }

    private void round() {
        step(PLAIN, () -> counters.add(PLAIN, 1) > 0);
        step(STRIPED, () -> {
            striped.add(1);
            return true;
        });
        step(BOUNDED, () -> bounded.tryAdd(BOUNDED, 1).isAdded());
        step("numbers", () -> {
            lines.accept("NUMBER " + sequence.next(SEQUENCE));
            return true;
        });
        step("grants", () -> {
            Window window = store.take(new Take(QUOTA, PACE, 1, QUOTA_LIMIT));
            if (window.isTaken()) {
                // The clock may have been read before the row was had, which was in its newest slot at the earliest.
                lines.accept("GRANT " + Math.max(window.now(), window.ring().newest() * PACE.micros()));
            }
            return window.isTaken();
        });
    }

    /** Does a step until it is answered or its outcome is unknown; says what became of it. */
    private void step(String name, Supplier<Boolean> step) {
        while (true) {
            try {
                say(step.get() ? name : "refused-" + name);
                return;
            } catch (OutcomeUnknownException unknown) {
                say("unknown-" + name);
                return;
            } catch (DataAccessException | SequenceUnavailableException failed) {
                say("failed-" + name);
                pause();
            }
        }
    }

    /** As a caller does who comes again. */
    private void pause() {
        try {
            if (ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("all have ended, but this one");
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(String what) {
        lines.accept("COUNT " + what + " 1");
    }

    @Override
    public void close() {
        store.close();
        below.run();
    }
}

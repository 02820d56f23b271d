package dev.safe4j.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotencyStore;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.jdbc.idempotency.JdbcTransactionalStore;
import dev.safe4j.redis.idempotency.RedisIdempotencyStore;
import java.time.Duration;
import java.util.List;

/**
 * The operation and the effects of a worker, open.
 *
 * @param operation over the store of the task, in its mode
 * @param unstored what could not be stored
 * @param effects what may not happen twice
 * @param ends closes what is below both
 */
record RequestSite(IdempotentOperation<String> operation, Unstored unstored, Effects effects, List<Runnable> ends)
        implements AutoCloseable {

    /** Runs in the same-transaction mode; under leases without. */
    static final String SAME_TRANSACTION = "same-transaction";

    private static final Duration ANSWER = Duration.ofSeconds(1);

    static RequestSite open(Task task) {
        return task.text("store").equals("redis") ? onRedis(task) : onDatabase(task);
    }

    private static RequestSite onDatabase(Task task) {
        int threads = task.number("threads", 1);
        HikariDataSource own = Site.pool(task, "requests", task.has(SAME_TRANSACTION) ? 1 : threads);
        HikariDataSource work = Site.pool(task, "work", threads);
        Unstored unstored = new Unstored();
        Idempotency idempotency = Idempotency.builder(JdbcIdempotencyStore.on(own))
                .transactional(JdbcTransactionalStore.on(Database.of(work)))
                .listener(unstored)
                .build();
        IdempotentOperation<String> operation = operation(idempotency, task);
        return new RequestSite(
                task.has(SAME_TRANSACTION) ? operation.sameTransaction() : operation,
                unstored,
                new EffectTable(work),
                List.of(idempotency::close, own::close));
    }

    private static RequestSite onRedis(Task task) {
        String uri = task.text("where");
        OpenRedis redis = task.has("lettuce") ? OpenRedis.lettuce(uri, ANSWER) : OpenRedis.redisson(uri, ANSWER);
        IdempotencyStore store = RedisIdempotencyStore.on(redis.client()).prefix(task.text("prefix"));
        Unstored unstored = new Unstored();
        Idempotency idempotency = Idempotency.builder(store).listener(unstored).build();
        return new RequestSite(
                operation(idempotency, task),
                unstored,
                new EffectSet(uri, task.text("prefix"), ANSWER),
                List.of(idempotency::close, redis::close));
    }

    private static IdempotentOperation<String> operation(Idempotency idempotency, Task task) {
        return idempotency.operation("order", String.class).lease(task.millis("lease", 2_000));
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        effects.close();
    }
}

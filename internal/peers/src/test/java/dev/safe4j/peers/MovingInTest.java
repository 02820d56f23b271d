package dev.safe4j.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.jdbc.job.JdbcJobStore;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobWorker;
import dev.safe4j.lock.Locks;
import dev.safe4j.once.Once;
import dev.safe4j.peers.MovingIn.FromDbScheduler;
import dev.safe4j.peers.MovingIn.FromRedisson;
import dev.safe4j.peers.MovingIn.FromShedLock;
import dev.safe4j.peers.MovingIn.FromSpringIntegration;
import dev.safe4j.redis.RedisClients;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.servers.Await;
import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.TestRedis;
import dev.safe4j.servers.TestRedisExtension;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import org.springframework.integration.jdbc.lock.DefaultLockRepository;
import org.springframework.integration.jdbc.lock.JdbcLockRegistry;

/** Which versions of a service keep each other out while it moves from another library, and which do not. */
@Tag("slow")
@Timeout(120)
class MovingInTest {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 27);

    private final Exchanger<Boolean> company = new Exchanger<>();
    private final AtomicInteger met = new AtomicInteger();
    private final AtomicInteger counts = new AtomicInteger();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private volatile Duration patience = BOUND;

    /** Work that looks for a while whether somebody else is at it too. */
    private void work() {
        try {
            company.exchange(true, patience.toMillis(), TimeUnit.MILLISECONDS);
            met.incrementAndGet();
        } catch (TimeoutException alone) {
            assertThat(patience).isLessThan(BOUND);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many of two that begin at once were not alone. */
    private int meetings(Runnable one, Runnable other, Duration wait) throws Exception {
        patience = wait;
        met.set(0);
        try (OwnThread here = new OwnThread()) {
            CompletableFuture<Void> there = CompletableFuture.runAsync(other);
            here.call(() -> {
                one.run();
                return true;
            });
            there.get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
        return met.get();
    }

    private void requireSafeInSteps(Runnable before, Runnable between, Runnable after) throws Exception {
        Duration moment = Duration.ofMillis(400);
        assertThat(meetings(before, between, moment)).as("before and between").isZero();
        assertThat(meetings(between, before, moment)).as("between and before").isZero();
        assertThat(meetings(between, between, moment)).as("between and between").isZero();
        assertThat(meetings(between, after, moment)).as("between and after").isZero();
        assertThat(meetings(after, between, moment)).as("after and between").isZero();
        assertThat(meetings(before, after, BOUND))
                .as("before and after know nothing of each other")
                .isEqualTo(2);
    }

    private static JdbcLockStore store(TestDatabase db) {
        JdbcLockStore store = JdbcLockStore.on(db.newPool(4));
        store.schema().create(store.database());
        return store;
    }

    @Test
    void from_shedlock() throws Exception {
        try (TestDatabase db = LocalServers.postgresql().newDatabase();
                Locks locks = Locks.on(store(db))) {
            db.execute(Peers.tables("timestamp"));
            FromShedLock service = new FromShedLock(Peers.shedLock(db.dataSource()), locks, this::work);
            requireSafeInSteps(service::before, service::between, service::after);
        }
    }

    @Test
    void from_spring_integration() throws Exception {
        try (TestDatabase db = LocalServers.postgresql().newDatabase();
                Locks locks = Locks.on(store(db))) {
            db.execute(Peers.tables("timestamp"));
            DefaultLockRepository repository = Peers.repository(db.dataSource(), true);
            FromSpringIntegration service =
                    new FromSpringIntegration(new JdbcLockRegistry(repository), locks, this::work);
            requireSafeInSteps(() -> service.before(1), () -> service.between(1), () -> service.after(1));
            repository.close();
        }
    }

    @Test
    @ExtendWith(TestRedisExtension.class)
    void from_redisson(TestRedis redis) throws Exception {
        Config config = new Config();
        config.useSingleServer().setAddress(redis.uri());
        RedissonClient client = Redisson.create(config);
        try (Locks locks =
                Locks.on(RedisLockStore.on(RedisClients.redisson(client)).prefix(redis.key("locks:")))) {
            FromRedisson service = new FromRedisson(client, locks, this::work);
            requireSafeInSteps(() -> service.before(1), () -> service.between(1), () -> service.after(1));
        } finally {
            client.shutdown();
        }
    }

    private static final String OLD_TABLE =
            "create table scheduled_tasks (task_name text not null, task_instance text not null,"
                    + " task_data bytea, execution_time timestamp with time zone, picked boolean not null, picked_by text,"
                    + " last_success timestamp with time zone, last_failure timestamp with time zone, consecutive_failures int,"
                    + " last_heartbeat timestamp with time zone, version bigint not null, priority smallint, state text,"
                    + " primary key (task_name, task_instance))";

    @Test
    void from_db_scheduler() throws Exception {
        try (TestDatabase db = LocalServers.postgresql().newDatabase()) {
            db.execute(OLD_TABLE);
            JdbcJobStore store = JdbcJobStore.on(db.newPool(4));
            store.schema().create(store.database());
            JdbcIdempotencyStore requests = JdbcIdempotencyStore.on(db.newPool(4));
            requests.schema().create(requests.database());
            try (JobQueue jobs = JobQueue.on(store);
                    Idempotency idempotency = Idempotency.on(requests)) {
                Once once = Once.on(idempotency).within(BOUND);
                runBoth(db, new FromDbScheduler(once, jobs, counts::incrementAndGet));
            }
        }
        assertThat(sent).containsExactlyInAnyOrder("old to Ann", "new to Bob");
        assertThat(counts).as("one of both schedulers did it").hasValue(1);
    }

    private void runBoth(TestDatabase db, FromDbScheduler service) {
        OneTimeTask<String> mails =
                Tasks.oneTime("mail", String.class).execute((mail, context) -> sent.add("old " + mail.getData()));
        OneTimeTask<String> nights =
                Tasks.oneTime("night", String.class).execute((night, context) -> service.count(TODAY));
        Scheduler old = Scheduler.create(db.dataSource(), mails, nights)
                .pollingInterval(Duration.ofMillis(100))
                .build();
        JobQueue jobs = service.jobs();
        try (JobWorker worker = jobs.worker()
                .handle("mail", String.class, (mail, run) -> sent.add("new " + mail))
                .handle("night", String.class, (night, run) -> service.count(TODAY))
                .build()) {
            old.start();
            worker.start();
            old.scheduleIfNotExists(mails.instance("1", "to Ann"), Instant.now());
            old.scheduleIfNotExists(nights.instance("1", ""), Instant.now());
            service.order("to Bob");
            long night = jobs.enqueue("night", "").id();
            Await.until(
                    BOUND,
                    "all are run",
                    () -> sent.size() == 2
                            && old.getScheduledExecutions().isEmpty()
                            && jobs.find(night).isEmpty());
        } finally {
            old.stop();
        }
    }
}

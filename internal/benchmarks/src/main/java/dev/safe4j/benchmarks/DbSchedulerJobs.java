package dev.safe4j.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.ServerKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.springframework.jdbc.core.JdbcTemplate;

/** Jobs of db-scheduler. Its table is that of its documentation, with all of its indexes. */
final class DbSchedulerJobs implements JobWay {

    private static final String TASK = "mail";

    private final HikariDataSource pool;
    private final String name;
    private final UnaryOperator<SchedulerBuilder> settings;
    private final SchedulerClient alone;
    private final OneTimeTask<String> names = Tasks.oneTime(TASK, String.class).execute((job, context) -> {});
    private final AtomicLong instances = new AtomicLong();
    private volatile SchedulerClient client;

    private DbSchedulerJobs(
            HikariDataSource pool, ServerKind kind, String name, UnaryOperator<SchedulerBuilder> settings) {
        this.pool = pool;
        this.name = name;
        this.settings = settings;
        table(kind).forEach(new JdbcTemplate(pool)::execute);
        this.alone = SchedulerClient.Builder.create(pool, names).build();
        this.client = alone;
    }

    /** As it is without a setting, but told at once of what is added in the same process. */
    static JobWay byDefault(HikariDataSource pool, ServerKind kind) {
        return new DbSchedulerJobs(pool, kind, "db-scheduler, default (fetch, 10 threads)", same -> same);
    }

    /** As in its own benchmark. */
    static JobWay lockAndFetch(HikariDataSource pool, ServerKind kind, int threads) {
        return new DbSchedulerJobs(
                pool,
                kind,
                "db-scheduler, lock-and-fetch 4.0/20.0, " + threads + " threads",
                same -> same.threads(threads).pollUsingLockAndFetch(4.0, 20.0));
    }

    private static List<String> table(ServerKind kind) {
        boolean postgresql = kind == ServerKind.POSTGRESQL;
        String time = postgresql ? "timestamp with time zone" : "timestamp(6) null";
        String text = postgresql ? "text" : "varchar(100)";
        String index = " on scheduled_tasks ";
        return List.of(
                "create table if not exists scheduled_tasks (task_name T not null, task_instance T not null, task_data D,"
                                .replace("T", text)
                                .replace(" D,", postgresql ? " bytea," : " blob,")
                        + " execution_time TIME, picked boolean not null, picked_by TEXT, last_success TIME,"
                                .replace("TIME", time)
                                .replace("TEXT", text)
                        + " last_failure TIME, consecutive_failures int, last_heartbeat TIME, version bigint not null,"
                                .replace("TIME", time)
                        + " priority smallint, state " + text + ", primary key (task_name, task_instance))",
                "create index if not exists execution_time_idx" + index + "(execution_time)",
                "create index if not exists last_heartbeat_idx" + index + "(last_heartbeat)",
                "create index if not exists priority_idx" + index + "(priority desc, execution_time asc)");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void clear() {
        new JdbcTemplate(pool).execute("truncate table scheduled_tasks");
    }

    @Override
    public void add(int jobs, Duration delay) {
        Instant due = Instant.now().plus(delay);
        List<TaskInstance<?>> added = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            added.add(names.instance("job " + instances.incrementAndGet(), "order 4711"));
        }
        if (jobs == 1) {
            client.scheduleIfNotExists(added.get(0), due);
        } else {
            client.scheduleBatch(added, due);
        }
    }

    @Override
    public Runnable start(Runnable job) {
        OneTimeTask<String> task = Tasks.oneTime(TASK, String.class).execute((instance, context) -> job.run());
        Scheduler scheduler = settings.apply(Scheduler.create(pool, task).shutdownMaxWait(Duration.ofSeconds(5)))
                .enableImmediateExecution()
                .build();
        scheduler.start();
        client = scheduler;
        return () -> {
            client = alone;
            scheduler.stop();
        };
    }

    @Override
    public String unfinished() {
        return "select count(*) from scheduled_tasks where execution_time <= current_timestamp + interval '12' hour";
    }

    @Override
    public void close() {
        pool.close();
    }
}

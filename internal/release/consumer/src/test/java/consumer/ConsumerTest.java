package consumer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.job.JobQueue;
import dev.safe4j.lock.Locks;
import dev.safe4j.redis.lock.RedisLockStore;
import dev.safe4j.spring.Locked;
import dev.safe4j.test.race.Race;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody's first service with safe4j: one class of each artifact, on H2. */
@SpringBootTest(
        classes = ConsumerTest.Service.class,
        properties = {"safe4j.jdbc.create-tables=true", "spring.datasource.hikari.maximum-pool-size=12"})
class ConsumerTest {

    @SpringBootApplication
    static class Service {

        private final AtomicInteger counted = new AtomicInteger();

        @Locked(key = "count")
        public int count() {
            return counted.incrementAndGet();
        }
    }

    @Autowired
    private Updates updates;

    @Autowired
    private Locks locks;

    @Autowired
    private JobQueue jobs;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private Service service;

    @Test
    void the_last_sweet_is_sold_once() {
        jdbc.execute("create table sweet (id int primary key, stock int)");
        jdbc.update("insert into sweet values (7, 1)");
        Race.of(10, caller -> updates.table("sweet").key("id", 7).subtract("stock", 1).provided("stock >= 1").apply()
                        .orThrow())
                .run()
                .assertSucceeded(1);
        assertThat(jdbc.queryForObject("select stock from sweet", Integer.class)).isZero();
    }

    @Test
    void locks_jobs_and_annotations_work() {
        assertThat(locks.storeName()).isEqualTo("jdbc");
        assertThat(service.count()).isEqualTo(1);
        assertThat(jobs.enqueue("mail", "to Ann").isNew()).isTrue();
        assertThat(RedisLockStore.DEFAULT_PREFIX).isEqualTo("safe4j:lock:");
    }
}

package dev.safe4j.shop.jobs;

import dev.safe4j.job.JobRun;
import dev.safe4j.spring.JobPolicy;
import dev.safe4j.spring.JobSchedule;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Counts the pieces of all sweets, once a night over all instances; the count is there exactly if its run is done. */
@Component
class NightlyCount {

    private final JdbcClient jdbc;

    NightlyCount(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @JobSchedule(name = "stock-count", cron = "${shop.stock-count:0 0 3 * * *}", zone = "Europe/London")
    @JobPolicy(transactional = true)
    void count(JobRun run) {
        Long pieces = jdbc.sql("select coalesce(sum(stock), 0) from sweet")
                .query(Long.class)
                .single();
        jdbc.sql("insert into stock_count (counted_for, pieces) values (?, ?)")
                .params(run.due().toString(), pieces)
                .update();
    }
}

package dev.safe4j.it;

import static dev.safe4j.update.Row.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.it.Losers.Orders;
import dev.safe4j.jdbc.jooq.JooqUpdates;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The beans that write, lock rows and run transactions are measured where there is a registry. */
@Tag("slow")
class RowAndRetryMetersTest {

    private static ApplicationContextRunner application() {
        return Applications.onH2()
                .withPropertyValues(
                        "it.actuator=true",
                        "management.defaults.metrics.export.enabled=true",
                        "safe4j.retry.attempts=3",
                        "safe4j.retry.longest-delay=10ms");
    }

    private static double writes(ApplicationContext context, String outcome) {
        return context.getBean(MeterRegistry.class)
                .get("safe4j.row.writes")
                .tags("table", "sweet", "outcome", outcome)
                .counter()
                .count();
    }

    private static double retries(ApplicationContext context, String meter, String... tags) {
        return context.getBean(MeterRegistry.class)
                .get(meter)
                .tags(tags)
                .counter()
                .count();
    }

    @Test
    void writes_are_counted_by_table() {
        application().run(context -> {
            context.getBean(JdbcTemplate.class).execute("create table sweet (id int primary key, stock int not null)");
            Updates updates = context.getBean(Updates.class);
            updates.table("sweet").insertIfAbsent(row("id", 1, "stock", 1));
            updates.table("SWEET").insertIfAbsent(row("id", 1, "stock", 1));
            updates.table("sweet")
                    .key("id", 1)
                    .subtract("stock", 2)
                    .provided("stock >= 2")
                    .apply();
            context.getBean(JooqUpdates.class)
                    .insertIfAbsent(
                            sweets(),
                            Map.of(
                                    DSL.field(DSL.name("ID"), SQLDataType.INTEGER),
                                    2,
                                    DSL.field(DSL.name("STOCK"), SQLDataType.INTEGER),
                                    1));
            assertThat(writes(context, "applied")).isEqualTo(2);
            assertThat(writes(context, "duplicate")).isEqualTo(1);
            assertThat(writes(context, "refused")).isEqualTo(1);
        });
    }

    @Test
    void and_so_are_row_locks() {
        application().run(context -> {
            context.getBean(JdbcTemplate.class).execute("create table sweet (id int primary key, stock int not null)");
            context.getBean(Transactions.class)
                    .runWithoutResult(attempt -> context.getBean(RowLocks.class)
                            .table("sweet")
                            .key("id", 1)
                            .forUpdate());
            assertThat(context.getBean(MeterRegistry.class)
                            .get("safe4j.row.locks")
                            .tags("table", "sweet", "outcome", "locked")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    private static Table<?> sweets() {
        return DSL.table(DSL.name("SWEET"));
    }

    @Test
    void transactions_that_are_run_again_are_counted_by_name_and_fault() {
        application().run(context -> {
            Transactions transactions = context.getBean(Transactions.class);
            transactions.named("refund").runWithoutResult(attempt -> {
                if (attempt.number() < 3) {
                    throw new Conflict();
                }
            });
            assertThatThrownBy(() -> transactions.runWithoutResult(attempt -> {
                        throw new Conflict();
                    }))
                    .isInstanceOf(Conflict.class);
            assertThat(retries(context, "safe4j.retry.reruns", "name", "refund", "fault", "conflict"))
                    .isEqualTo(2);
            assertThat(retries(context, "safe4j.retry.reruns", "name", "transaction", "fault", "conflict"))
                    .isEqualTo(2);
            assertThat(retries(
                            context,
                            "safe4j.retry.given_up",
                            "name",
                            "transaction",
                            "fault",
                            "conflict",
                            "reason",
                            "attempts_exhausted"))
                    .isEqualTo(1);
        });
    }

    @Test
    void and_so_are_methods() {
        application().withBean(Orders.class).run(context -> {
            context.getBean(Orders.class).place(2);
            assertThat(retries(context, "safe4j.retry.reruns", "name", "methods", "fault", "conflict"))
                    .isEqualTo(2);
        });
    }
}

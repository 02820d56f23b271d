package dev.safe4j.it.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Counters;
import dev.safe4j.counter.MemoryCounterStore;
import dev.safe4j.it.quota.QuotaApplication.Mails;
import dev.safe4j.jdbc.counter.GaplessSequence;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import dev.safe4j.servers.Await;
import dev.safe4j.spring.quota.QuotaExceededException;
import dev.safe4j.spring.quota.Quotas;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Quotas at start: what they are set up with, what is refused, and what is purged. */
@Tag("slow")
class QuotaStartTest {

    private static ApplicationContextRunner application(String... properties) {
        return new ApplicationContextRunner()
                .withUserConfiguration(Auto.class)
                .withPropertyValues("safe4j.counter.store=memory", "safe4j.idempotency.store=memory")
                .withPropertyValues(properties);
    }

    /** All there is. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Auto {}

    private static void refuses(Class<?> type, String reason, String... properties) {
        application(properties)
                .withBean(type)
                .run(context -> assertThat(context.getStartupFailure())
                        .as(type.getSimpleName())
                        .hasStackTraceContaining(reason));
    }

    @Test
    void what_cannot_work_fails_the_start_with_the_reason() {
        refuses(QuotaApplication.Unlimited.class, "set safe4j.counter.quotas.nowhere.limit.");
        refuses(QuotaApplication.NoWindow.class, "set safe4j.counter.quotas.run.per.");
        refuses(QuotaApplication.NoKey.class, "it has no key");
        refuses(QuotaApplication.UnknownParameter.class, "asks for #nobody, and the method has the parameters [user]");
        refuses(QuotaApplication.TooLong.class, "the window of a quota is a millisecond to 366 days");
        refuses(QuotaApplication.Negative.class, "the limit of a quota is 1 or more, and not -5");
        refuses(QuotaApplication.BadName.class, "'two words' can be no name of a quota");
        refuses(QuotaApplication.Final.class, "is final");
        refuses(QuotaApplication.OnThis.class, "calls OnThis.one() on this");
        refuses(Mails.class, "the limit of a quota is 1 to", "safe4j.counter.quotas.send.limit=0");
    }

    @Test
    void the_configuration_counts_before_the_annotation() {
        application("safe4j.counter.quotas.send.limit=1", "safe4j.counter.quotas.send.sliding=true")
                .withBean(Mails.class)
                .run(context -> {
                    Mails mails = context.getBean(Mails.class);
                    assertThat(mails.send("mike")).isEqualTo(1);
                    assertThatThrownBy(() -> mails.send("mike"))
                            .isInstanceOf(QuotaExceededException.class)
                            .hasMessageContaining("quota 'send' is used up: 1 in PT1H");
                });
    }

    @Test
    void takes_are_measured_by_the_name_of_the_quota() {
        application("it.actuator=true", "management.defaults.metrics.export.enabled=true")
                .withBean(Mails.class)
                .run(context -> {
                    context.getBean(Mails.class).send("mike");
                    context.getBean(Counters.class).add("visits", 1);
                    MeterRegistry meters = context.getBean(MeterRegistry.class);
                    assertThat(meters.get("safe4j.quota.take")
                                    .tags("name", "send", "outcome", "done")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                    assertThat(meters.get("safe4j.counter.add")
                                    .tags("name", "counters", "outcome", "done")
                                    .timer()
                                    .count())
                            .isEqualTo(1);
                });
    }

    @Test
    void a_quota_that_is_named_by_nobody_is_told_with_those_that_are() {
        application("safe4j.counter.quotas.sms.limit=1", "safe4j.counter.quotas.sms.per=1m")
                .run(context -> {
                    Quotas quotas = context.getBean(Quotas.class);
                    assertThat(quotas.named("sms").take("mike").isGranted()).isTrue();
                    assertThatThrownBy(() -> quotas.named("smms"))
                            .hasMessageContaining("there is no quota 'smms'")
                            .hasMessageContaining("[sms]");
                });
    }

    @Test
    void the_database_keeps_them_unless_something_else_is_asked_for() {
        new ApplicationContextRunner()
                .withUserConfiguration(Auto.class)
                .withPropertyValues("safe4j.jdbc.create-tables=true", "safe4j.counter.table=visits")
                .withBean(Mails.class)
                .run(context -> {
                    assertThat(context.getBean(CounterStore.class)).isInstanceOf(JdbcCounterStore.class);
                    Mails mails = context.getBean(Mails.class);
                    TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
                    GaplessSequence bills = context.getBean(GaplessSequence.class);
                    Long first = transaction.execute(status -> {
                        mails.send("mike");
                        status.setRollbackOnly();
                        return bills.next("bill");
                    });
                    assertThat(transaction.<Long>execute(status -> bills.next("bill")))
                            .as("the one that was rolled back is used again")
                            .isEqualTo(first);
                    mails.send("mike");
                    mails.send("mike");
                    assertThatThrownBy(() -> mails.send("mike"))
                            .as("what was taken inside a transaction stays taken")
                            .isInstanceOf(QuotaExceededException.class);
                    assertThat(context.getBean(JdbcTemplate.class)
                                    .queryForObject("select count(*) from visits_quota", Integer.class))
                            .isEqualTo(1);
                });
    }

    @Test
    void without_a_store_an_annotated_bean_fails_the_start() {
        new ApplicationContextRunner()
                .withUserConfiguration(Auto.class)
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.jooq"))
                .withPropertyValues("safe4j.idempotency.store=memory")
                .withBean(Mails.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("there is no bean of dev.safe4j.counter.CounterStore"));
    }

    @Test
    void beans_of_the_application_win() {
        Counters own = Counters.on(new MemoryCounterStore("mine"));
        application()
                .withBean("own", Counters.class, () -> own)
                .run(context -> assertThat(context.getBean(Counters.class)).isSameAs(own));
        MemoryCounterStore store = new MemoryCounterStore("mine");
        new ApplicationContextRunner()
                .withUserConfiguration(Auto.class)
                .withBean("own", CounterStore.class, () -> store)
                .run(context -> assertThat(context.getBean(CounterStore.class)).isSameAs(store));
    }

    @Test
    void what_is_over_is_purged_from_the_first_take_on() {
        List<Integer> purges = new CopyOnWriteArrayList<>();
        CounterStore store = new Watched(new MemoryCounterStore(), purges);
        new ApplicationContextRunner()
                .withUserConfiguration(Auto.class)
                .withPropertyValues(
                        "safe4j.idempotency.store=memory",
                        "safe4j.counter.purge.interval=5ms",
                        "safe4j.counter.purge.batch=7")
                .withBean("own", CounterStore.class, () -> store)
                .withBean(Mails.class)
                .run(context -> {
                    assertThat(purges).isEmpty();
                    context.getBean(Mails.class).send("mike");
                    Await.until(Duration.ofSeconds(20), "it is purged", () -> purges.contains(7));
                });
    }

    /** Tells of purges. */
    private record Watched(CounterStore store, List<Integer> purges) implements CounterStore {
        @Override
        public String name() {
            return store.name();
        }

        @Override
        public Added add(Change change) {
            return store.add(change);
        }

        @Override
        public long sum(String key, int first, int last) {
            return store.sum(key, first, last);
        }

        @Override
        public boolean remove(String key, int first, int last) {
            return store.remove(key, first, last);
        }

        @Override
        public Window take(Take take) {
            return store.take(take);
        }

        @Override
        public Window look(String key, Pace pace) {
            return store.look(key, pace);
        }

        @Override
        public int purge(int atMost) {
            purges.add(atMost);
            return store.purge(atMost);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}

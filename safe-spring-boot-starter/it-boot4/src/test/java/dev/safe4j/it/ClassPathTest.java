package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.jooq.JooqUpdates;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lock.Locks;
import dev.safe4j.retry.RetryPolicy;
import dev.safe4j.spring.Idempotent;
import dev.safe4j.spring.Locked;
import dev.safe4j.spring.RetryOnConflict;
import dev.safe4j.spring.retry.RetryOnConflictPostProcessor;
import dev.safe4j.spring.web.SqlProblems;
import dev.safe4j.spring.web.UpdateProblems;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is missing on the class path is missed, and breaks nothing else. */
@ExtendWith(OutputCaptureExtension.class)
@Tag("slow")
class ClassPathTest {

    private static FilteredClassLoader withoutTransactions() {
        return new FilteredClassLoader(
                "org.springframework.transaction", "org.springframework.dao", "org.springframework.jdbc", "org.jooq");
    }

    @Test
    void without_jooq() {
        Applications.onH2()
                .withClassLoader(new FilteredClassLoader("org.jooq"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Updates.class)
                        .doesNotHaveBean("safe4jJooqUpdates"));
    }

    @Test
    void without_a_dsl_context() {
        Applications.onH2()
                .withPropertyValues(
                        "spring.autoconfigure.exclude=org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration,"
                                + "org.springframework.boot.autoconfigure.jooq.JooqAutoConfiguration")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JooqUpdates.class));
    }

    @Test
    void without_spring_web() {
        Applications.onH2()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.web", "org.springframework.http", "jakarta.servlet"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(Updates.class));
    }

    @Test
    void without_spring_jdbc() {
        Applications.onH2()
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.jooq"))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(Database.class)
                        .hasSingleBean(RetryPolicy.class)
                        .hasSingleBean(RetryOnConflictPostProcessor.class));
    }

    @Test
    void without_spring_transactions() {
        Applications.onH2()
                .withClassLoader(withoutTransactions())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean("safe4jTransactions")
                        .hasSingleBean(RetryPolicy.class));
    }

    /** As in a service whose only store is Redis. */
    @Test
    void without_spring_transactions_what_lost_is_run_again() {
        Applications.onH2()
                .withClassLoader(withoutTransactions())
                .withBean(Counter.class)
                .run(context ->
                        assertThat(context.getBean(Counter.class).runs()).isEqualTo(2));
    }

    /** As in a service whose only store is Redis. */
    @Test
    void without_spring_transactions_what_is_locked_is_locked_and_what_is_done_once_is_done_once() {
        Applications.onH2()
                .withClassLoader(withoutTransactions())
                .withPropertyValues("safe4j.lock.store=memory", "safe4j.idempotency.store=memory")
                .withBean(Annotated.class)
                .run(context -> {
                    Annotated annotated = context.getBean(Annotated.class);
                    assertThat(annotated.held()).isEqualTo(1);
                    assertThat(annotated.runs("key")).isEqualTo(1);
                    assertThat(annotated.runs("key")).isEqualTo(1);
                    assertThat(annotated.runs("other")).isEqualTo(2);
                });
    }

    @Test
    void without_aspectj_the_retry_works() {
        Applications.onH2()
                .withClassLoader(new FilteredClassLoader("org.aspectj"))
                .withBean(Counter.class)
                .run(context ->
                        assertThat(context.getBean(Counter.class).runs()).isEqualTo(2));
    }

    @Test
    void problem_details_are_there_in_a_servlet_application_only() {
        new WebApplicationContextRunner()
                .withUserConfiguration(Applications.Auto.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(UpdateProblems.class)
                        .hasSingleBean(SqlProblems.class));
        Applications.onH2().run(context -> assertThat(context).doesNotHaveBean(UpdateProblems.class));
    }

    @Test
    void problem_details_can_be_switched_off() {
        new WebApplicationContextRunner()
                .withUserConfiguration(Applications.Auto.class)
                .withPropertyValues("safe4j.web.problem-details=false")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(UpdateProblems.class)
                        .doesNotHaveBean(SqlProblems.class));
    }

    @Test
    void problem_details_of_updates_do_not_need_spring_dao() {
        new WebApplicationContextRunner()
                .withUserConfiguration(Applications.Auto.class)
                .withClassLoader(withoutTransactions())
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(UpdateProblems.class)
                        .doesNotHaveBean(SqlProblems.class));
    }

    @Test
    void a_jooq_for_a_newer_java_is_told_once_and_without_a_stack(CapturedOutput output) {
        Applications.onH2().withClassLoader(new JooqOfTomorrow()).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(Transactions.class).doesNotHaveBean("safe4jJooqUpdates");
            assertThat(output)
                    .containsOnlyOnce("jOOQ is on the class path but needs Java 99, and this is Java")
                    .doesNotContain("\tat ");
        });
    }

    @Test
    void a_jooq_that_can_be_used_is_not_worth_a_word(CapturedOutput output) {
        Applications.onH2().run(context -> assertThat(output).doesNotContain("jOOQ is on the class path"));
    }

    /** A bean that loses once. */
    public static class Counter {
        private int runs;

        @RetryOnConflict
        public int runs() {
            runs++;
            if (runs == 1) {
                throw new Conflict();
            }
            return runs;
        }
    }

    /** Is locked, and done once. */
    public static class Annotated {
        private final Locks locks;
        private int runs;

        public Annotated(Locks locks) {
            this.locks = locks;
        }

        @Locked(key = "sweet")
        public int held() {
            return locks.held().size();
        }

        @Idempotent(key = "#key")
        public int runs(String key) {
            return ++runs;
        }
    }

    /** jOOQ's classes cannot be loaded, and are there as files of version 44 + 99. */
    private static final class JooqOfTomorrow extends FilteredClassLoader {

        JooqOfTomorrow() {
            super("org.jooq");
        }

        @Override
        public @Nullable InputStream getResourceAsStream(String name) {
            return name.equals("org/jooq/DSLContext.class")
                    ? new ByteArrayInputStream(
                            new byte[] {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, (byte) (44 + 99)})
                    : super.getResourceAsStream(name);
        }

        @Override
        public @Nullable URL getResource(String name) {
            return getClass().getClassLoader().getResource(name);
        }
    }
}

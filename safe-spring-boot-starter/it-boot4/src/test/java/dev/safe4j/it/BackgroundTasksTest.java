package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.background.BackgroundTasks;
import dev.safe4j.background.TaskListener;
import dev.safe4j.servers.Await;
import dev.safe4j.spring.background.BackgroundLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** The background tasks of an application: who is told of failures, and how they end with it. */
class BackgroundTasksTest {

    private static final Duration BOUND = Duration.ofSeconds(20);

    private static ConfigurableApplicationContext start(String... properties) {
        return new SpringApplicationBuilder(Applications.Auto.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }

    private static boolean isRefused(BackgroundTasks tasks) {
        try {
            tasks.run("probe", () -> {});
            return false;
        } catch (RejectedExecutionException stopped) {
            return true;
        }
    }

    /** What it uses is closed after it, and who comes meanwhile is refused. */
    @Test
    void a_task_that_runs_when_the_application_is_closed_comes_to_its_end() throws Exception {
        ConfigurableApplicationContext context = start();
        BackgroundTasks tasks = context.getBean(BackgroundTasks.class);
        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<@Nullable Integer> found = new AtomicReference<>();
        tasks.run("count", () -> {
            begun.countDown();
            assertThat(open.await(20, TimeUnit.SECONDS)).isTrue();
            found.set(jdbc.queryForObject("select 42", Integer.class));
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Thread closing = new Thread(context::close);
        closing.start();
        Await.until(BOUND, "no more tasks are taken", () -> isRefused(tasks));
        open.countDown();
        closing.join(BOUND.toMillis());
        assertThat(closing.isAlive()).isFalse();
        assertThat(found.get()).isEqualTo(42);
    }

    @Test
    @Tag("slow")
    void a_task_that_does_not_end_in_time_is_interrupted() throws Exception {
        ConfigurableApplicationContext context = start("safe4j.background.stop-within=50ms");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        context.getBean(BackgroundTasks.class).run("slow", () -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException over) {
                interrupted.countDown();
            }
        });
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        context.close();
        assertThat(interrupted.getCount()).isZero();
    }

    @Test
    @Tag("slow")
    void a_context_that_is_stopped_and_started_again_keeps_them() {
        try (ConfigurableApplicationContext context = start()) {
            context.stop();
            context.start();
            assertThat(isRefused(context.getBean(BackgroundTasks.class))).isFalse();
        }
    }

    @Test
    @Tag("slow")
    void the_applications_listeners_and_meters_are_told_of_every_failure() {
        List<String> told = new CopyOnWriteArrayList<>();
        Applications.onH2()
                .withPropertyValues("it.actuator=true", "management.defaults.metrics.export.enabled=true")
                .withBean(TaskListener.class, () -> new TaskListener() {
                    @Override
                    public void onEnd(String name, Duration took, @Nullable Throwable failure) {
                        told.add(name + ": " + failure);
                    }
                })
                .run(context -> {
                    context.getBean(BackgroundTasks.class).run("mail", () -> {
                        throw new IllegalStateException("no server");
                    });
                    Await.until(BOUND, "it is told", () -> !told.isEmpty());
                    assertThat(told).containsExactly("mail: java.lang.IllegalStateException: no server");
                    Await.until(
                            BOUND,
                            "it is counted",
                            () -> context.getBean(MeterRegistry.class)
                                            .get("safe4j.background.run")
                                            .tags("name", "mail", "end", "failed")
                                            .timer()
                                            .count()
                                    == 1);
                });
    }

    @Test
    @Tag("slow")
    void bounds_are_as_the_properties_say() {
        Applications.onH2()
                .withPropertyValues(
                        "safe4j.background.concurrency=1",
                        "safe4j.background.queue=0",
                        "safe4j.background.time-limit=50ms")
                .run(context -> {
                    BackgroundTasks tasks = context.getBean(BackgroundTasks.class);
                    CountDownLatch begun = new CountDownLatch(1);
                    CountDownLatch interrupted = new CountDownLatch(1);
                    tasks.run("endless", () -> {
                        begun.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException limit) {
                            interrupted.countDown();
                        }
                    });
                    assertThatThrownBy(() -> {
                                while (interrupted.getCount() > 0) {
                                    tasks.run("more", () -> {});
                                }
                            })
                            .isInstanceOf(RejectedExecutionException.class)
                            .hasMessageContaining("0 tasks wait already");
                    assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
                    assertThat(begun.getCount()).isZero();
                });
    }

    @Test
    @Tag("slow")
    void those_of_the_application_win_and_are_its_own_to_stop() {
        BackgroundTasks own = BackgroundTasks.builder().build();
        Applications.onH2()
                .withBean("own", BackgroundTasks.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(BackgroundTasks.class).isSameAs(own));
        Applications.onH2()
                .withBean(
                        "own",
                        BackgroundTasks.class,
                        () -> BackgroundTasks.builder().build())
                .run(context -> assertThat(context).doesNotHaveBean(BackgroundLifecycle.class));
        own.close();
    }
}

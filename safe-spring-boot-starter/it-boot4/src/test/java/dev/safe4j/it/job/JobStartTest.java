package dev.safe4j.it.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.autoconfigure.SafeJacksonAutoConfiguration;
import dev.safe4j.autoconfigure.SafeJobAutoConfiguration;
import dev.safe4j.autoconfigure.SafeJobHandlerAutoConfiguration;
import dev.safe4j.autoconfigure.SafeMemoryJobAutoConfiguration;
import dev.safe4j.job.JobListener;
import dev.safe4j.job.JobQueue;
import dev.safe4j.job.JobRun;
import dev.safe4j.job.JobState;
import dev.safe4j.job.JobStore;
import dev.safe4j.job.MemoryJobStore;
import dev.safe4j.job.StoredJob;
import dev.safe4j.servers.Await;
import dev.safe4j.spring.JobHandler;
import dev.safe4j.spring.JobSchedule;
import dev.safe4j.spring.job.JobWorkerLifecycle;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/** Which handlers and schedules an application starts with, and when its worker begins and ends. In memory, and so small that it is cheap. */
class JobStartTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static final ApplicationContextRunner SMALL = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    SafeMemoryJobAutoConfiguration.class,
                    SafeJacksonAutoConfiguration.class,
                    SafeJobAutoConfiguration.class,
                    SafeJobHandlerAutoConfiguration.class));

    private static final ApplicationContextRunner IN_MEMORY = SMALL.withPropertyValues("safe4j.job.store=memory");

    static List<Arguments> refused() {
        return List.of(
                Arguments.of(BadHandlers.OfTheClass.class, "send(): it is static"),
                Arguments.of(BadHandlers.Hidden.class, "send(): it is private"),
                Arguments.of(BadHandlers.OfTwo.class, "send(): it has one parameter for what a job is about"),
                Arguments.of(BadHandlers.OfNothing.class, "send(): it has no parameter for what a job is about"),
                Arguments.of(
                        BadHandlers.OfMany.class, "send(): what a job is about is a class without type parameters"),
                Arguments.of(BadHandlers.OfAnything.class, "send(): results of java.lang.Object cannot be stored"),
                Arguments.of(
                        BadHandlers.Later.class, "send(): it returns a CompletableFuture, and the job would be done"),
                Arguments.of(BadHandlers.LaterAsMono.class, "send(): it returns a Mono, and the job would be done"),
                Arguments.of(BadHandlers.LaterAsFlux.class, "send(): it returns a Flux, and the job would be done"),
                Arguments.of(BadHandlers.LaterAsFuture.class, "send(): it returns a Future, and the job would be done"),
                Arguments.of(
                        BadHandlers.Twice.class, "'mail' is that of " + BadHandlers.Twice.class.getName() + ".send"),
                Arguments.of(BadHandlers.Nameless.class, "send(): the type of a job must not be blank"),
                Arguments.of(BadHandlers.Both.class, "send(): it carries @JobHandler or @JobSchedule, one of the two"),
                Arguments.of(BadHandlers.Neither.class, "@JobPolicy of " + BadHandlers.Neither.class.getName()),
                Arguments.of(BadHandlers.Impatient.class, "send(): the time limit of a job is between"),
                Arguments.of(BadHandlers.Paceless.class, "send(): a pace is a number and a duration"),
                Arguments.of(BadHandlers.Transactional.class, "send(): it is to be transactional"),
                Arguments.of(BadHandlers.OfSomething.class, "count(): a schedule has no payload"),
                Arguments.of(BadHandlers.Timeless.class, "count(): a schedule has a cron expression or the time"),
                Arguments.of(BadHandlers.TwoTimes.class, "count(): a schedule has a cron expression or the time"),
                Arguments.of(BadHandlers.NoCron.class, "count(): Cron expression must consist of 6 fields"),
                Arguments.of(BadHandlers.Never.class, "count(): the cron expression '0 0 0 30 2 *' never fires"),
                Arguments.of(BadHandlers.Nowhere.class, "count(): 'Loompaland' is no time zone"),
                Arguments.of(BadHandlers.TooOften.class, "count(): something is run every 10 ms at most"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(Class<?> handlers, String reason) {
        IN_MEMORY
                .withBean(handlers)
                .run(context -> assertThat(context.getStartupFailure())
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(handlers.getName())
                        .hasMessageContaining(reason));
    }

    @Test
    void a_final_method_behind_a_proxy_is_refused() {
        IN_MEMORY
                .withBean("final", BadHandlers.Final.class)
                .withBean(BeanNameAutoProxyCreator.class, () -> {
                    BeanNameAutoProxyCreator proxies = new BeanNameAutoProxyCreator();
                    proxies.setBeanNames("final");
                    proxies.setProxyTargetClass(true);
                    return proxies;
                })
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("send(): it is final, and its bean has a proxy"));
    }

    @Test
    void without_a_queue_it_does_not_start_with_a_handler_and_starts_without_one() {
        SMALL.withBean(Slow.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining(Slow.class.getName() + ".work()")
                        .hasMessageContaining("there is no bean of dev.safe4j.job.JobQueue"));
        SMALL.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(JobQueue.class));
    }

    @Test
    void a_policy_of_a_type_that_there_is_not_does_not_start() {
        IN_MEMORY
                .withBean(Slow.class)
                .withPropertyValues("safe4j.job.types.wrok.attempts=3")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("safe4j.job.types has policies of [wrok]")
                        .hasMessageContaining("[work]"));
    }

    @Test
    void a_schedule_can_be_switched_off() {
        IN_MEMORY
                .withBean(Switchable.class)
                .withPropertyValues("it.count=-")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .getBean(JobWorkerLifecycle.class)
                        .extracting(JobWorkerLifecycle::worker)
                        .isNull());
    }

    static class Switchable {
        @JobSchedule(name = "count", cron = "${it.count}")
        void count() {}
    }

    @Test
    void an_instance_may_enqueue_alone() {
        IN_MEMORY
                .withBean(Slow.class)
                .withPropertyValues("safe4j.job.worker.enabled=false")
                .run(context -> {
                    assertThat(context.getBean(JobWorkerLifecycle.class).worker())
                            .isNull();
                    long id = context.getBean(JobQueue.class)
                            .enqueue("work", "nothing")
                            .id();
                    assertThat(context.getBean(JobQueue.class).find(id))
                            .get()
                            .extracting(StoredJob::state)
                            .isEqualTo(JobState.READY);
                });
    }

    @Test
    void what_nobody_handles_is_buried_where_that_is_asked_for() {
        MemoryJobStore store = new MemoryJobStore();
        JobQueue.on(store).enqueue("letter", "a");
        SMALL.withBean(JobStore.class, () -> store)
                .withBean(Slow.class)
                .withPropertyValues("safe4j.job.worker.unknown-types=bury", "spring.application.name=sweets")
                .run(context -> {
                    JobQueue jobs = context.getBean(JobQueue.class);
                    Await.until(
                            BOUND, "it is dead", () -> !jobs.deadLetters(0, 1).isEmpty());
                    assertThat(jobs.deadLetters(0, 1).get(0).saved().history())
                            .contains("worker sweets-")
                            .contains("has no handler of jobs of type 'letter'");
                });
    }

    /** Goes on until the application is being closed, and then needs what is closed after the worker. */
    static class Slow {

        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch closing = new CountDownLatch(1);
        private final List<String> told = new CopyOnWriteArrayList<>();
        private volatile boolean isServed;

        @JobHandler("work")
        void work(String what, JobRun run) throws InterruptedException {
            begun.countDown();
            assertThat(closing.await(BOUND.toSeconds(), TimeUnit.SECONDS)).isTrue();
            if (!isServed) {
                throw new IllegalStateException("what the job needs is closed");
            }
            told.add(what + " " + run.attempt());
        }
    }

    /** Has the place of the web server, and of connections to others. Depends on no worker: beans begin after those that they depend on. */
    record Server(Slow slow, BeanFactory beans) implements SmartLifecycle {

        @Override
        public void start() {
            slow.told.add("worker began first: "
                    + beans.getBean(JobWorkerLifecycle.class).isRunning());
            slow.isServed = true;
        }

        @Override
        public void stop() {
            slow.isServed = false;
        }

        @Override
        public boolean isRunning() {
            return slow.isServed;
        }

        @Override
        public int getPhase() {
            return DEFAULT_PHASE - 1_024;
        }
    }

    @Test
    void the_worker_begins_last_and_ends_first_and_what_runs_comes_to_its_end() {
        Slow slow = new Slow();
        List<JobListener.End> ends = new CopyOnWriteArrayList<>();
        JobListener listener = new JobListener() {
            @Override
            public void onEnded(JobRun run, End end, Duration time) {
                ends.add(end);
            }
        };
        IN_MEMORY
                .withBean(Slow.class, () -> slow)
                .withBean(JobListener.class, () -> listener)
                .withBean(Server.class)
                .withBean(Closing.class, () -> new Closing(slow))
                .run(context -> {
                    context.getBean(JobQueue.class).enqueue("work", "done");
                    assertThat(slow.begun.await(BOUND.toSeconds(), TimeUnit.SECONDS))
                            .isTrue();
                });
        assertThat(slow.told).containsExactly("worker began first: false", "done 1");
        assertThat(ends).containsExactly(JobListener.End.DONE);
    }

    record Closing(Slow slow) implements ApplicationListener<ContextClosedEvent> {

        @Override
        public void onApplicationEvent(ContextClosedEvent event) {
            slow.closing.countDown();
        }
    }

    @Test
    void it_begins_again_after_it_was_stopped() {
        Slow slow = new Slow();
        slow.isServed = true;
        slow.closing.countDown();
        IN_MEMORY.withBean(Slow.class, () -> slow).run(context -> {
            JobWorkerLifecycle worker = context.getBean(JobWorkerLifecycle.class);
            worker.stop();
            assertThat(worker.isRunning()).isFalse();
            context.getBean(JobQueue.class).enqueue("work", "after");
            worker.start();
            Await.until(BOUND, "it is run", () -> !slow.told.isEmpty());
            assertThat(slow.told).containsExactly("after 1");
        });
    }
}

package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.fanout.FanOuts;
import dev.safe4j.micrometer.FanOutObservations;
import dev.safe4j.micrometer.PropagatedContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionTemplate;

/** The fan-outs of an application: its transactions, its pool, its meters and traces. */
@ExtendWith(OutputCaptureExtension.class)
class FanOutsTest {

    private static final String TOO_MANY = "Fan-outs work on 11 items at a time, and the application's pool has 10";

    @Test
    void inside_a_transaction_they_refuse_to_start_and_nothing_is_done() {
        Applications.onH2().run(context -> {
            FanOuts fanOuts = context.getBean(FanOuts.class);
            AtomicInteger done = new AtomicInteger();
            TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
            assertThatThrownBy(() -> transaction.executeWithoutResult(
                            status -> fanOuts.over(List.of(1, 2)).all(item -> done.incrementAndGet())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("transaction");
            assertThat(done).hasValue(0);
            transaction.executeWithoutResult(
                    status -> fanOuts.over(List.of(1, 2)).detached().all(item -> done.incrementAndGet()));
            assertThat(fanOuts.over(List.of(1, 2)).all(item -> item + done.get()))
                    .containsExactly(3, 4);
        });
    }

    @Test
    @Tag("slow")
    void without_transactions_on_the_class_path_there_are_none() {
        Applications.onH2()
                .withClassLoader(new FilteredClassLoader(
                        "org.springframework.transaction",
                        "org.springframework.dao",
                        "org.springframework.jdbc",
                        "org.jooq"))
                .run(context -> assertThat(
                                context.getBean(FanOuts.class).over(List.of(1)).all(item -> item))
                        .containsExactly(1));
    }

    @Test
    @Tag("slow")
    void so_many_work_at_a_time_as_the_property_says() {
        Applications.onH2().withPropertyValues("safe4j.fan-out.concurrency=3").run(context -> {
            AtomicInteger now = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            context.getBean(FanOuts.class)
                    .over(IntStream.range(0, 300).boxed().toList())
                    .all(item -> {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.yield();
                        return now.decrementAndGet();
                    });
            assertThat(most).hasValueBetween(2, 3);
        });
    }

    @Test
    @Tag("slow")
    void a_concurrency_above_the_pool_is_told_and_can_be_refused(CapturedOutput output) {
        Applications.onH2().withPropertyValues("safe4j.fan-out.concurrency=11").run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(output).containsOnlyOnce(TOO_MANY);
        });
        assertThat(Start.failing(
                        output,
                        Applications.Auto.class,
                        "safe4j.fan-out.concurrency=11",
                        "safe4j.fan-out.pool-check=fail"))
                .contains("safe4j.fan-out.concurrency", "its pool 'the application's' has 10 connections");
        Applications.onH2()
                .withPropertyValues("safe4j.fan-out.pool-check=fail")
                .run(context -> assertThatThrownBy(() -> context.getBean(FanOuts.class)
                                .over(List.of(1))
                                .concurrency(11)
                                .all(item -> item))
                        .hasMessageContaining("has 10 connections"));
    }

    @Test
    @Tag("slow")
    void or_not_looked_at(CapturedOutput output) {
        Applications.onH2()
                .withPropertyValues("safe4j.fan-out.concurrency=11", "safe4j.fan-out.pool-check=off")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output).doesNotContain("Fan-outs work on");
                });
    }

    @Test
    @Tag("slow")
    void those_of_the_application_win() {
        FanOuts own = FanOuts.builder().build();
        Applications.onH2()
                .withBean("own", FanOuts.class, () -> own)
                .run(context -> assertThat(context.getBean(FanOuts.class)).isSameAs(own));
    }

    @Test
    @Tag("slow")
    void they_are_measured_and_what_is_observed_in_an_item_belongs_to_its_batch() {
        Applications.onH2()
                .withPropertyValues("it.actuator=true", "management.defaults.metrics.export.enabled=true")
                .withBean(Watching.class)
                .run(context -> {
                    assertThat(context).hasSingleBean(FanOutObservations.class).hasSingleBean(PropagatedContext.class);
                    ObservationRegistry observations = context.getBean(ObservationRegistry.class);
                    List<String> around = context.getBean(FanOuts.class)
                            .over(List.of(1, 2, 3))
                            .named("prices")
                            .all(item -> name(observations.getCurrentObservation()));
                    assertThat(around).containsOnly("safe4j.fanout.run");
                    assertThat(context.getBean(MeterRegistry.class)
                                    .get("safe4j.fanout.items")
                                    .tags("name", "prices", "outcome", "success")
                                    .counter()
                                    .count())
                            .isEqualTo(3);
                });
    }

    private static String name(@Nullable Observation observation) {
        return observation == null
                ? "none"
                : String.valueOf(observation.getContextView().getName());
    }

    /** Without a handler nothing is observed. */
    static class Watching implements ObservationHandler<Observation.Context> {
        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }
    }
}

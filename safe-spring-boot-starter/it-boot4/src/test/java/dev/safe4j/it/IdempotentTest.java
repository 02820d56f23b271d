package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.RequestRefusedException;
import dev.safe4j.it.IdempotentBeans.Order;
import dev.safe4j.it.IdempotentBeans.Receipt;
import dev.safe4j.it.IdempotentBeans.Shop;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** {@code @Idempotent}: what is run once, in which order with lock, retry and transaction, and what is refused at start. */
@Tag("slow")
class IdempotentTest {

    private static final Order FUDGE = new Order("fudge", 2);

    private static ApplicationContextRunner application() {
        return Applications.onH2().withPropertyValues("safe4j.idempotency.store=memory", "safe4j.lock.store=memory");
    }

    private static void with(Consumer<Shop> test) {
        application().withBean(Shop.class).run(context -> test.accept(context.getBean(Shop.class)));
    }

    @Test
    void a_method_is_run_once_under_a_key_and_its_result_is_replayed() {
        with(shop -> {
            Receipt first = shop.order("t", "k", FUDGE);
            assertThat(shop.order("t", "k", new Order("fudge", 2)))
                    .isEqualTo(first)
                    .isNotSameAs(first);
            assertThat(shop.order("other tenant", "k", FUDGE).run()).isEqualTo(2);
            assertThat(shop.order("t", "other", FUDGE).run()).isEqualTo(3);
            assertThat(shop.runs()).isEqualTo(3);
        });
    }

    @Test
    void another_request_under_the_key_is_refused() {
        with(shop -> {
            shop.order("t", "k", FUDGE);
            assertThatThrownBy(() -> shop.order("t", "k", new Order("fudge", 3)))
                    .isInstanceOfSatisfying(
                            RequestRefusedException.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo(RequestRefusedException.Reason.OTHER_REQUEST));
            assertThat(shop.runs()).isEqualTo(1);
        });
    }

    @Test
    void what_is_compared_can_be_chosen_and_a_list_is_read_back() {
        with(shop -> {
            List<Receipt> first = shop.reserve("k", FUDGE);
            assertThat(shop.reserve("k", new Order("fudge", 7))).isEqualTo(first);
            assertThatThrownBy(() -> shop.reserve("k", new Order("toffee", 2)))
                    .isInstanceOf(RequestRefusedException.class);
        });
    }

    @Test
    void a_method_without_a_result_is_run_once_too() {
        with(shop -> {
            shop.nightly(1, Thread.currentThread());
            shop.nightly(1, Thread.currentThread());
            shop.nightly(2, Thread.currentThread());
            assertThat(shop.runs()).isEqualTo(2);
        });
    }

    /** M6, M25. */
    @Test
    void what_failed_is_run_again_and_told_so() {
        with(shop -> {
            assertThatThrownBy(() -> shop.failing("k", null)).hasMessage("after an effect");
            assertThat(shop.failing("k", null)).isEqualTo(2);
            assertThat(shop.failing("k", null)).isEqualTo(2);
            assertThat(shop.runs()).isEqualTo(2);
        });
    }

    @Test
    void it_lies_around_the_lock_the_retry_and_the_transaction() {
        with(shop -> {
            assertThat(shop.inside("k")).isEqualTo("[t] true");
            assertThat(shop.runs()).as("lost once").isEqualTo(2);
            assertThat(shop.inside("k")).isEqualTo("[t] true");
            assertThat(shop.runs()).isEqualTo(2);
        });
    }

    /** The business write and the key are there together, or neither is. */
    @Test
    void in_the_same_transaction_claim_and_effect_commit_together() {
        Applications.onH2()
                .withPropertyValues("safe4j.jdbc.create-tables=true")
                .withBean(IdempotentBeans.Bank.class)
                .run(context -> {
                    IdempotentBeans.Bank bank = context.getBean(IdempotentBeans.Bank.class);
                    bank.open();
                    assertThatThrownBy(() -> bank.deposit("k", 5, true)).hasMessage("after the write");
                    assertThat(bank.balance()).isZero();
                    assertThat(bank.deposit("k", 5, false)).isEqualTo(5);
                    assertThat(bank.deposit("k", 5, false)).isEqualTo(5);
                    assertThat(bank.balance()).isEqualTo(5);
                });
    }

    /** The default where there is a data source, with the table that it needs. */
    @Test
    void in_the_database_it_is_kept_over_instances() {
        ApplicationContextRunner instance = Applications.onH2()
                .withPropertyValues(
                        "safe4j.jdbc.create-tables=true",
                        "safe4j.lock.store=memory",
                        "spring.datasource.url=jdbc:h2:mem:idempotent-instances;DB_CLOSE_DELAY=-1")
                .withBean(Shop.class);
        instance.run(first -> instance.run(second -> {
            Receipt receipt = first.getBean(Shop.class).order("t", "k", FUDGE);
            assertThat(second.getBean(Shop.class).order("t", "k", FUDGE)).isEqualTo(receipt);
            assertThat(second.getBean(Shop.class).runs()).isZero();
        }));
    }

    static List<Arguments> wrong() {
        return List.of(
                Arguments.of(IdempotentBeans.ReturnsLater.class, "has its result later"),
                Arguments.of(IdempotentBeans.ReturnsAnything.class, "does not say what the result is"),
                Arguments.of(IdempotentBeans.UnknownParameter.class, "#nobody"),
                Arguments.of(IdempotentBeans.NoDuration.class, "soon"),
                Arguments.of(IdempotentBeans.ShortLease.class, "100 ms"),
                Arguments.of(IdempotentBeans.Final.class, "final"),
                Arguments.of(IdempotentBeans.OnThis.class, "count()"),
                Arguments.of(IdempotentBeans.TwoRetries.class, "@RetryOnConflict"),
                Arguments.of(IdempotentBeans.AnybodysKey.class, "@RolesAllowed is not asked of who repeats a request"),
                Arguments.of(IdempotentBeans.AnybodysKeyByClass.class, "@RolesAllowed is not asked of who repeats"),
                Arguments.of(IdempotentBeans.SameTransaction.class, "cannot take part in a transaction"));
    }

    @ParameterizedTest
    @MethodSource
    void wrong(Class<?> bean, String why) {
        application()
                .withBean(bean)
                .run(context ->
                        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining(why));
    }

    static List<List<Class<?>>> one_operation_is_not_two_methods() {
        return List.of(
                List.of(IdempotentBeans.Overloads.class),
                List.of(IdempotentBeans.Europe.Orders.class, IdempotentBeans.Asia.Orders.class),
                List.of(IdempotentBeans.Inherited.class, IdempotentBeans.AlsoInherits.class));
    }

    /** The second would be answered with what the first did. */
    @ParameterizedTest
    @MethodSource
    void one_operation_is_not_two_methods(List<Class<?>> beans) {
        with(beans)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("and so is")
                        .hasMessageContaining("Name it in operation."));
    }

    @Test
    void two_beans_of_one_class_have_one_operation_and_another_class_has_one_that_is_named() {
        with(List.of(IdempotentBeans.Europe.Orders.class, IdempotentBeans.Africa.Orders.class))
                .withBean("another", IdempotentBeans.Europe.Orders.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static ApplicationContextRunner with(List<Class<?>> beans) {
        ApplicationContextRunner runner = application();
        for (Class<?> each : beans) {
            runner = runner.withBean(each.getName(), each);
        }
        return runner;
    }

    /** Whose key it is, is a part of it: a repetition is answered to who was asked at the first time. */
    @Test
    void who_may_call_can_be_asked_where_each_caller_has_keys_of_its_own() {
        application()
                .withBean(IdempotentBeans.OnesOwnKey.class)
                .run(context -> assertThat(context.getBean(IdempotentBeans.OnesOwnKey.class)
                                .run("ann", "k"))
                        .isEqualTo(1));
    }

    @Test
    void without_a_store_the_annotation_fails_the_start() {
        new ApplicationContextRunner()
                .withUserConfiguration(Applications.Auto.class)
                .withClassLoader(new FilteredClassLoader("org.springframework.jdbc", "org.jooq"))
                .withBean(IdempotentBeans.NoStore.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("there is no bean of dev.safe4j.idempotency.Idempotency"));
    }
}

package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.safe4j.it.Losers.AllOfIt;
import dev.safe4j.it.Losers.AsyncOn;
import dev.safe4j.it.Losers.Buying;
import dev.safe4j.it.Losers.InBackground;
import dev.safe4j.it.Losers.Orders;
import dev.safe4j.it.Losers.Plain;
import dev.safe4j.it.Losers.Repository;
import dev.safe4j.it.Losers.Shop;
import dev.safe4j.it.Losers.TransactionsFirst;
import dev.safe4j.jdbc.transaction.InsideTransactionException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** The retry as a proxy: what is run again, how often, in which transaction, and when it refuses. */
@Tag("slow")
class RetryOnConflictTest {

    @Test
    void runs_again_in_a_new_transaction_each_time() {
        with(Orders.class, orders -> {
            assertThat(orders.place(2)).isEqualTo("placed in run 3");
            assertThat(orders.transactions()).hasSize(3).doesNotContain("none").doesNotHaveDuplicates();
        });
    }

    @Test
    void a_bean_without_transaction_gets_a_proxy_of_its_own() {
        with(Plain.class, plain -> {
            assertThat(AopUtils.isCglibProxy(plain)).isTrue();
            assertThat(plain.run()).isEqualTo(2);
        });
    }

    @Test
    void beans_with_an_interface_are_proxied_by_class_as_spring_boot_does() {
        with(Shop.class, shop -> {
            assertThat(AopUtils.isCglibProxy(shop)).isTrue();
            assertThat(shop.buy("fudge")).isEqualTo("bought fudge in run 2");
        });
    }

    @Test
    void beans_are_proxied_by_their_interface_where_the_application_says_so() {
        Applications.onH2()
                .withPropertyValues("spring.aop.proxy-target-class=false")
                .withBean(Shop.class)
                .run(context -> {
                    Buying shop = context.getBean(Buying.class);
                    assertThat(AopUtils.isJdkDynamicProxy(shop)).isTrue();
                    assertThat(shop.buy("fudge")).isEqualTo("bought fudge in run 2");
                });
    }

    @Test
    void an_annotated_interface_counts_for_a_proxy_whose_target_does_not_implement_it() {
        Applications.onH2()
                .withBean(Repository.class)
                .run(context ->
                        assertThat(context.getBean(Buying.class).buy("toffee")).isEqualTo("bought toffee in run 2"));
    }

    @Test
    void gives_up_after_the_attempts_of_the_annotation_and_tells_all_failures() {
        with(Orders.class, orders -> {
            Throwable last = catchThrowable(() -> orders.twice(5));
            assertThat(last).isInstanceOf(Conflict.class);
            assertThat(last.getSuppressed()).hasSize(1);
            assertThat(orders.transactions()).hasSize(2);
        });
    }

    @Test
    void gives_up_after_the_attempts_of_the_properties() {
        Applications.onH2()
                .withPropertyValues("safe4j.retry.attempts=4", "safe4j.retry.longest-delay=10ms")
                .withBean(Orders.class)
                .run(context -> {
                    Orders orders = context.getBean(Orders.class);
                    assertThatThrownBy(() -> orders.place(100)).isInstanceOf(Conflict.class);
                    assertThat(orders.transactions()).hasSize(4);
                });
    }

    @Test
    void gives_up_after_the_time_of_the_annotation() {
        Applications.onH2()
                .withPropertyValues("safe4j.retry.attempts=1000", "test.within=50ms")
                .withBean(Orders.class)
                .run(context -> {
                    Orders orders = context.getBean(Orders.class);
                    assertThatThrownBy(() -> orders.forAWhile(10_000)).isInstanceOf(Conflict.class);
                    assertThat(orders.transactions()).hasSizeBetween(1, 999);
                });
    }

    @Test
    void what_is_no_conflict_is_thrown_as_it_is_after_one_run() {
        with(Orders.class, orders -> {
            assertThatThrownBy(orders::refuse).isInstanceOf(IOException.class).hasMessage("no");
            assertThat(orders.transactions()).hasSize(1);
        });
    }

    @Test
    void refuses_inside_a_transaction_of_the_caller_and_runs_nothing() {
        Applications.onH2().withBean(Orders.class).run(context -> {
            Orders orders = context.getBean(Orders.class);
            TransactionTemplate outer = context.getBean(TransactionTemplate.class);
            assertThatThrownBy(() -> outer.executeWithoutResult(status -> orders.place(0)))
                    .isInstanceOf(InsideTransactionException.class)
                    .hasMessageContaining("@RetryOnConflict Orders.place() must not start inside another transaction");
            assertThat(orders.transactions()).isEmpty();
        });
    }

    @Test
    void stays_outside_the_transaction_whatever_the_order_of_that_is() {
        Applications.onH2()
                .withUserConfiguration(TransactionsFirst.class)
                .withBean(Orders.class)
                .run(context -> {
                    Orders orders = context.getBean(Orders.class);
                    assertThat(orders.place(2)).isEqualTo("placed in run 3");
                    assertThat(orders.transactions()).hasSize(3).doesNotHaveDuplicates();
                });
    }

    @Test
    void lies_inside_async_so_that_it_sees_the_failure() {
        Applications.onH2()
                .withUserConfiguration(AsyncOn.class)
                .withBean(InBackground.class)
                .run(context -> assertThat(
                                context.getBean(InBackground.class).run().get(10, TimeUnit.SECONDS))
                        .isEqualTo(3));
    }

    @Test
    void on_a_class_it_counts_for_all_its_methods() {
        with(AllOfIt.class, all -> {
            assertThat(all.one()).isEqualTo(2);
            assertThat(all.two()).isEqualTo(4);
        });
    }

    private static <T> void with(Class<T> bean, Consumer<T> test) {
        Applications.onH2()
                .withBean(bean)
                .run((AssertableApplicationContext context) -> test.accept(context.getBean(bean)));
    }
}

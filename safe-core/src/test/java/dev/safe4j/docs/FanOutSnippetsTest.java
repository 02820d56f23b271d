package dev.safe4j.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.fanout.FanOut;
import dev.safe4j.fanout.FanOuts;
import dev.safe4j.fanout.Outcome;
import dev.safe4j.fanout.Outcomes;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The code blocks of docs/guide/fan-out.md, compiled and run. DocumentationTest holds the two together. */
class FanOutSnippetsTest {

    private final List<Shop> shops = List.of(new Shop(3), new Shop(1), new Shop(2));
    private final boolean isInside = false;

    private record Shop(int price) {
        int priceOf(String sweet) {
            return sweet.length() * price;
        }
    }

    @Test
    void every_outcome() {
        Outcomes<Integer> prices = FanOut.over(shops)
                .concurrency(5)
                .each(Duration.ofSeconds(1))
                .deadline(Duration.ofSeconds(2))
                .settle(shop -> shop.priceOf("fudge"));
        assertThat(prices.orThrow()).containsExactly(15, 5, 10);
    }

    @Test
    void all_or_the_first_failure_and_the_first_successes() {
        List<Integer> all = FanOut.over(shops).all(shop -> shop.priceOf("fudge"));
        List<Integer> fastest = FanOut.over(shops).first(2, shop -> shop.priceOf("fudge"));
        assertThat(all).hasSize(3);
        assertThat(fastest).hasSize(2);
    }

    @Test
    void as_they_come() {
        try (Stream<Outcome<Integer>> prices = FanOut.over(shops).stream(shop -> shop.priceOf("fudge"))) {
            assertThat(prices).hasSize(3);
        }
        long failed = FanOut.over(shops)
                .collect(
                        shop -> shop.priceOf("fudge"),
                        Collectors.filtering(outcome -> outcome.kind() != Outcome.Kind.SUCCESS, Collectors.counting()));
        assertThat(failed).isZero();
    }

    @Test
    void a_set_up_for_a_service() {
        FanOuts fanOuts = FanOuts.builder()
                .transactions(() -> isInside) // TransactionSynchronizationManager::isActualTransactionActive
                .pool("orders", () -> 10)
                .concurrency(5)
                .build();
        List<Integer> prices = fanOuts.over(shops)
                .named("prices")
                .weighing(Shop::price, 4)
                .cleanup(shop -> assertThat(shop.price()).isPositive())
                .all(shop -> shop.priceOf("fudge"));
        assertThat(prices).hasSize(3);
    }
}

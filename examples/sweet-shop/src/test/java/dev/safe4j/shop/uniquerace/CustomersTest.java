package dev.safe4j.shop.uniquerace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import org.springframework.dao.DuplicateKeyException;

class CustomersTest {

    private static final int CALLERS = 16;

    @EachDatabase
    void safe_registers_one_and_tells_the_others_that_the_name_is_taken(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Customers customers = shop.get(SafeCustomers.class);
            Outcome outcome =
                    shop.race(CALLERS, caller -> customers.register("Charlie")).assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(1);
            assertThat(shop.number("select count(*) from customer where name = 'Charlie'"))
                    .isEqualTo(1);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_shows_them_an_error(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Customers customers = shop.get(UnsafeCustomers.class);
            TestShop.assertBreaks("a customer is shown an error", () -> {
                String name = shop.rows().newName();
                Outcome outcome = shop.race(CALLERS, caller -> customers.register(name));
                assertThat(outcome.errors()).allMatch(error -> error instanceof DuplicateKeyException);
                return !outcome.errors().isEmpty();
            });
        }
    }
}

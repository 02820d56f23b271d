package dev.safe4j.shop.lockheldovercall;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.reservation.Reservations;
import dev.safe4j.jdbc.transaction.Transactions;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** The pieces of a sweet that are put aside, and the broom that brings back what a dead process had. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class PutAside {

    /** A service would have Flyway make the table. */
    @Bean
    Reservations sweets(Transactions transactions, Database database) {
        Reservations.schema(database).create(database);
        return Reservations.on(transactions, database, "sweet", "id", "stock");
    }

    /** In every instance: each hold is given back once. */
    @Component
    static class Broom {

        private static final Duration KEPT = Duration.ofDays(30);
        private static final int SWEPT = 100;
        private static final int PURGED = 1_000;

        private final Reservations sweets;

        Broom(Reservations sweets) {
            this.sweets = sweets;
        }

        @Scheduled(initialDelay = 5_000, fixedDelay = 5_000)
        void sweep() {
            sweets.sweep(SWEPT);
            sweets.purge(KEPT, PURGED);
        }
    }
}

package dev.safe4j.it;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.spring.Idempotent;
import dev.safe4j.spring.Locked;
import dev.safe4j.spring.RetryOnConflict;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Beans with methods that are run once, right and wrong. */
final class IdempotentBeans {

    private IdempotentBeans() {}

    /** What is asked for. */
    record Order(String sweet, int count) {}

    /** What is answered. */
    record Receipt(String sweet, int count, int run) {}

    /** Counts its runs. */
    static class Shop {

        private final Locks locks;
        private int runs;

        Shop(Locks locks) {
            this.locks = locks;
        }

        public int runs() {
            return runs;
        }

        @Idempotent(key = "#key", scope = "#tenant")
        public Receipt order(String tenant, String key, Order order) {
            runs++;
            return new Receipt(order.sweet(), order.count(), runs);
        }

        @Idempotent(key = "#key", request = "#order.sweet()", operation = "reserve")
        public List<Receipt> reserve(String key, Order order) {
            runs++;
            return List.of(new Receipt(order.sweet(), order.count(), runs));
        }

        @Idempotent(key = "'nightly:' + #day", request = "'any'")
        public void nightly(int day, Thread notComparable) {
            runs++;
        }

        @Idempotent(key = "#key")
        public long failing(String key, @Nullable ClaimedAttempt attempt) {
            runs++;
            if (attempt == null || attempt.number() == 1) {
                throw new IllegalStateException("after an effect");
            }
            return attempt.number();
        }

        @Idempotent(key = "#key")
        @Locked(key = "t")
        @RetryOnConflict
        @Transactional
        public String inside(String key) {
            runs++;
            if (runs == 1) {
                throw new Conflict();
            }
            return locks.held().stream().map(HeldLock::key).toList() + " "
                    + TransactionSynchronizationManager.isActualTransactionActive();
        }
    }

    /** Writes with its key. */
    static class Bank {

        private final JdbcTemplate jdbc;

        Bank(JdbcTemplate jdbc) {
            this.jdbc = jdbc;
        }

        public void open() {
            jdbc.execute("create table balance (amount int not null)");
            jdbc.update("insert into balance values (0)");
        }

        public int balance() {
            return java.util.Objects.requireNonNull(jdbc.queryForObject("select amount from balance", Integer.class));
        }

        @Idempotent(key = "#key", request = "#amount", mode = Idempotent.Mode.SAME_TRANSACTION)
        public int deposit(String key, int amount, boolean fails) {
            jdbc.update("update balance set amount = amount + ?", amount);
            if (fails) {
                throw new IllegalStateException("after the write");
            }
            return balance();
        }
    }

    static class ReturnsLater {
        @Idempotent(key = "a")
        public CompletableFuture<String> run() {
            return CompletableFuture.completedFuture("");
        }
    }

    static class ReturnsAnything {
        @Idempotent(key = "a")
        public Object run() {
            return "";
        }
    }

    static class UnknownParameter {
        @Idempotent(key = "#nobody")
        public void run(int id) {}
    }

    static class NoDuration {
        @Idempotent(key = "a", keep = "soon")
        public void run() {}
    }

    static class ShortLease {
        @Idempotent(key = "a", lease = "1ms")
        public void run() {}
    }

    static class Final {
        @Idempotent(key = "a")
        public final void run() {}
    }

    static class OnThis {
        public void all() {
            count();
        }

        @Idempotent(key = "a")
        public void count() {}
    }

    static class TwoRetries {
        @Idempotent(key = "a", mode = Idempotent.Mode.SAME_TRANSACTION)
        @RetryOnConflict
        public void run() {}
    }

    static class SameTransaction {
        @Idempotent(key = "a", mode = Idempotent.Mode.SAME_TRANSACTION)
        public void run() {}
    }

    static class AnybodysKey {
        @Idempotent(key = "#key")
        @RolesAllowed("seller")
        public int run(String key) {
            return 1;
        }
    }

    /** What is asked stands on its class alone. */
    @RolesAllowed("seller")
    static class AnybodysKeyByClass extends Inherited {}

    static class Inherited {
        @Idempotent(key = "#key")
        public int run(String key) {
            return 1;
        }
    }

    static class OnesOwnKey {
        @Idempotent(key = "#key", scope = "#user")
        @RolesAllowed("seller")
        public int run(String user, String key) {
            return 1;
        }
    }

    static class Overloads {
        @Idempotent(key = "#key")
        public void run(String key) {}

        @Idempotent(key = "#key")
        public void run(String key, int count) {}
    }

    /** Two listeners of one name, as in two packages. */
    static class Europe {
        static class Orders {
            @Idempotent(key = "#key")
            public void place(String key) {}
        }
    }

    static class Asia {
        static class Orders {
            @Idempotent(key = "#key")
            public void place(String key) {}
        }
    }

    static class Africa {
        static class Orders {
            @Idempotent(key = "#key", operation = "place in Africa")
            public void place(String key) {}
        }
    }

    static class AlsoInherits extends Inherited {}

    public static class NoStore {
        @Idempotent(key = "a")
        public void run() {}
    }
}

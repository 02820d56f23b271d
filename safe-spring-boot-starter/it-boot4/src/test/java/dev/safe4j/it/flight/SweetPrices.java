package dev.safe4j.it.flight;

import dev.safe4j.spring.Locked;
import dev.safe4j.spring.SingleFlight;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Beans with flights, right and wrong. */
final class SweetPrices {

    private SweetPrices() {}

    /** Loads when its gate is opened, and says where. */
    public static class Prices {

        final AtomicInteger loads = new AtomicInteger();
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch gate = new CountDownLatch(1);

        private String load(String what) {
            int number = loads.incrementAndGet();
            begun.countDown();
            try {
                if (!gate.await(20, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("the gate was never opened");
                }
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException("interrupted", interrupted);
            }
            return what + " " + number;
        }

        public AtomicInteger loads() {
            return loads;
        }

        public CountDownLatch begun() {
            return begun;
        }

        public CountDownLatch gate() {
            return gate;
        }

        @SingleFlight(key = "#sweet")
        public String price(String sweet) {
            return load(sweet);
        }

        @SingleFlight(key = "#sweet")
        public String other(String sweet) {
            return load("other " + sweet);
        }

        @SingleFlight(key = "#sweet", within = "${it.patience:30ms}")
        public String hurried(String sweet) {
            return load(sweet);
        }

        @SingleFlight(key = "all")
        public String failing() throws IOException {
            load("none");
            throw new IOException("no sweets");
        }

        @SingleFlight(key = "itself")
        @Transactional
        public String inTransaction() {
            return load(TransactionSynchronizationManager.isActualTransactionActive() ? "in its own" : "in none");
        }

        @SingleFlight(key = "detached", detached = true)
        public String detached() {
            return load(TransactionSynchronizationManager.isActualTransactionActive() ? "inside" : "outside");
        }

        @SingleFlight(key = "#sweet")
        @Cacheable("prices")
        public String cached(String sweet) {
            return load(sweet);
        }

        @SingleFlight(key = "locked")
        @Locked(key = "sweets")
        public String locked() {
            return load("locked");
        }

        @SingleFlight(key = "none")
        public @Nullable String none() {
            return null;
        }
    }

    static class Nothing {
        @SingleFlight(key = "a")
        public void run() {}
    }

    static class Later {
        @SingleFlight(key = "a")
        public CompletableFuture<String> run() {
            return CompletableFuture.completedFuture("a");
        }
    }

    static class AStream {
        @SingleFlight(key = "a")
        public Stream<String> run() {
            return Stream.of();
        }
    }

    static class AnIterator {
        @SingleFlight(key = "a")
        public Iterator<String> run() {
            return List.<String>of().iterator();
        }
    }

    static class ToBeClosed {
        @SingleFlight(key = "a")
        public InputStream run() {
            return InputStream.nullInputStream();
        }
    }

    static class Authorized {
        @SingleFlight(key = "a")
        @RolesAllowed("seller")
        public int run() {
            return 1;
        }
    }

    static class UnknownParameter {
        @SingleFlight(key = "#nobody")
        public int run(int id) {
            return id;
        }
    }

    static class NoTime {
        @SingleFlight(key = "a", within = "0s")
        public int run() {
            return 1;
        }
    }

    static class Final {
        @SingleFlight(key = "a")
        public final int run() {
            return 1;
        }
    }

    static class OnThis {
        public int all() {
            return one();
        }

        @SingleFlight(key = "a")
        public int one() {
            return 1;
        }
    }
}

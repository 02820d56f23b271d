package dev.safe4j.it;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.spring.Locked;
import dev.safe4j.spring.Locked.OnBusy;
import dev.safe4j.spring.RetryOnConflict;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Beans with locks, right and wrong. */
final class LockedBeans {

    private LockedBeans() {}

    /** Says what is locked while it runs. */
    static class Counting {

        private final Locks locks;
        private int runs;
        private boolean heldAtCommit;

        Counting(Locks locks) {
            this.locks = locks;
        }

        public boolean wasHeldAtCommit() {
            return heldAtCommit;
        }

        private String held() {
            return locks.held().stream().map(HeldLock::key).sorted().toList().toString();
        }

        @Locked(key = "'stock:' + #id")
        public String count(int id) {
            return held();
        }

        @Locked(key = "sweet/#{#name}")
        public String byTemplate(String name) {
            return held();
        }

        @Locked(key = "nightly-count")
        public String byName() {
            return held();
        }

        @Locked(key = "'wallet:' + #from")
        @Locked(key = "'wallet:' + #to")
        public String both(int from, int to) {
            return held();
        }

        @Locked(key = "t")
        @RetryOnConflict
        @Transactional
        public String inTransaction() {
            if (++runs == 1) {
                throw new Conflict();
            }
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    heldAtCommit = !locks.held().isEmpty();
                }
            });
            return (TransactionSynchronizationManager.isActualTransactionActive() ? "transaction" : "none") + ", run "
                    + runs + ", locked " + held();
        }

        @Locked(key = "later")
        public CompletableFuture<String> later(CompletableFuture<String> result) {
            return result;
        }

        @Locked(key = "'stock:' + #id")
        public CompletableFuture<String> countLater(int id, Supplier<CompletableFuture<String>> work) {
            return work.get();
        }
    }

    /** Is skipped where it does not get its lock. */
    static class Skipping {

        private int runs;

        public int runs() {
            return runs;
        }

        @Locked(key = "nightly-count", onBusy = OnBusy.SKIP)
        public void nightly() {
            runs++;
        }

        @Locked(key = "nightly-count", onBusy = OnBusy.SKIP)
        public Optional<String> best() {
            runs++;
            return Optional.of("fudge");
        }

        /** Fails by itself with what a lock could fail with. */
        @Locked(key = "other", onBusy = OnBusy.SKIP)
        public void failing() {
            throw new dev.safe4j.lock.LockTimeoutException(
                    "inner", java.time.Duration.ZERO, "held by itself", java.time.Duration.ZERO);
        }

        @Locked(key = "once", onBusy = OnBusy.SKIP, atLeastFor = "20s")
        public void once() {
            runs++;
        }
    }

    static class UnknownParameter {
        @Locked(key = "'a:' + #nobody")
        public void run(int id) {}
    }

    static class SkipsAValue {
        @Locked(key = "a", onBusy = OnBusy.SKIP)
        public int run() {
            return 1;
        }
    }

    static class ReturnsMono {
        @Locked(key = "a")
        public Mono<String> run() {
            return Mono.empty();
        }
    }

    static class ReturnsFlux {
        @Locked(key = "a")
        public Flux<String> run() {
            return Flux.empty();
        }
    }

    static class ReturnsPublisher {
        @Locked(key = "a")
        public Publisher<String> run() {
            return Mono.empty();
        }
    }

    static class ReturnsFuture {
        @Locked(key = "a")
        public Future<String> run() {
            return new FutureTask<>(() -> "done");
        }
    }

    static class Mixed {
        @Locked(key = "a", within = "1s")
        @Locked(key = "b", within = "2s")
        public void run() {}
    }

    static class NoDuration {
        @Locked(key = "a", within = "soon")
        public void run() {}
    }

    static class NoExpression {
        @Locked(key = "'a:' + ")
        public void run() {}
    }

    static class Final {
        @Locked(key = "a")
        public final void run() {}
    }

    static class OnThis {
        public void all() {
            count();
        }

        @Locked(key = "a")
        public void count() {}
    }
}

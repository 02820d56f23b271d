package dev.safe4j.it;

import dev.safe4j.spring.RetryOnConflict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Beans that lose against another transaction as often as it takes. */
final class Losers {

    private Losers() {}

    private static void loseOnOddRuns(int run) {
        if (run % 2 == 1) {
            throw new Conflict();
        }
    }

    /** Loses as often as it is told, and notes the transaction of each run. */
    static class Orders {
        private final List<Object> transactions = new ArrayList<>();

        List<Object> transactions() {
            return transactions;
        }

        @RetryOnConflict
        @Transactional
        public String place(int losses) {
            return attempt(losses);
        }

        @Transactional
        @RetryOnConflict(attempts = 2)
        public String twice(int losses) {
            return attempt(losses);
        }

        @Transactional
        @RetryOnConflict(within = "${test.within:1s}")
        public String forAWhile(int losses) {
            return attempt(losses);
        }

        @Transactional
        @RetryOnConflict
        public void refuse() throws IOException {
            transactions.add("only");
            throw new IOException("no");
        }

        private String attempt(int losses) {
            transactions.add(TransactionSynchronizationManager.isActualTransactionActive() ? new Object() : "none");
            if (transactions.size() <= losses) {
                throw new Conflict();
            }
            return "placed in run " + transactions.size();
        }
    }

    static class Plain {
        private int run;

        @RetryOnConflict
        public int run() {
            loseOnOddRuns(++run);
            return run;
        }
    }

    interface Buying {
        String buy(String sweet);
    }

    static class Shop implements Buying {
        private int run;

        @Override
        @RetryOnConflict
        @Transactional
        public String buy(String sweet) {
            loseOnOddRuns(++run);
            return "bought " + sweet + " in run " + run;
        }
    }

    /** An interface of the application's own over a target that knows nothing of it, as repositories are. */
    static class Repository implements FactoryBean<Buying> {
        interface Sweets extends Buying {
            @Override
            @RetryOnConflict
            String buy(String sweet);
        }

        @Override
        public Buying getObject() {
            int[] run = {0};
            ProxyFactory factory = new ProxyFactory(new Object());
            factory.addInterface(Sweets.class);
            factory.addAdvice((MethodInterceptor) call -> {
                loseOnOddRuns(++run[0]);
                return "bought " + call.getArguments()[0] + " in run " + run[0];
            });
            return (Buying) factory.getProxy(getClass().getClassLoader());
        }

        @Override
        public Class<?> getObjectType() {
            return Sweets.class;
        }
    }

    static class InBackground {
        private int run;

        @Async
        @RetryOnConflict
        public CompletableFuture<Integer> run() {
            run++;
            if (run < 3) {
                throw new Conflict();
            }
            return CompletableFuture.completedFuture(run);
        }
    }

    @RetryOnConflict
    static class AllOfIt {
        private int run;

        public int one() {
            loseOnOddRuns(++run);
            return run;
        }

        public int two() {
            loseOnOddRuns(++run);
            return run;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(order = Ordered.HIGHEST_PRECEDENCE)
    static class TransactionsFirst {}

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    static class AsyncOn {}
}

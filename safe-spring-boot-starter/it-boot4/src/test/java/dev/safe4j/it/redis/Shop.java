package dev.safe4j.it.redis;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.lock.Locks;
import dev.safe4j.spring.Locked;
import dev.safe4j.spring.Locked.OnBusy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** An application that sells sweets under locks; two of them are two instances of a service. */
final class Shop {

    private Shop() {}

    /** Starts one without a web server. */
    static ConfigurableApplicationContext start(Over over, String uri, String... properties) {
        return start(over.configuration(), WebApplicationType.NONE, both(over.properties(uri), properties));
    }

    static ConfigurableApplicationContext start(Class<?> client, WebApplicationType web, String... properties) {
        return new SpringApplicationBuilder(Application.class, client)
                .web(web)
                .properties(
                        both(new String[] {"spring.application.name=shop", "spring.main.banner-mode=off"}, properties))
                .run();
    }

    private static String[] both(String[] some, String[] others) {
        return Stream.of(some, others).flatMap(Stream::of).toArray(String[]::new);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {

        @Bean
        Seller seller(Locks locks, @Value("${spring.application.name}") String name) {
            return new Seller(locks, name);
        }

        @Bean
        Leader leader(Locks locks) {
            return new Leader(locks);
        }

        /** Ends its work before the application ends. */
        @Bean
        ThreadPoolTaskExecutor backOffice() {
            ThreadPoolTaskExecutor executor = new ThreadPoolTaskExecutor();
            executor.setWaitForTasksToCompleteOnShutdown(true);
            executor.setAwaitTerminationSeconds(20);
            return executor;
        }
    }

    /** Holds a lock for as long as it lives. */
    static class Leader implements AutoCloseable {

        private final Locks locks;
        private final List<HeldLock> held = new ArrayList<>();

        Leader(Locks locks) {
            this.locks = locks;
        }

        void lead() {
            held.add(locks.acquire("leader"));
        }

        @Override
        public void close() {
            held.forEach(HeldLock::close);
        }
    }

    /** The bean with the locks. */
    public static class Seller {

        private final Locks locks;
        private final String name;
        private final AtomicInteger counted = new AtomicInteger();

        Seller(Locks locks, String name) {
            this.locks = locks;
            this.name = name;
        }

        @Locked(key = "sweet/#{#sweet}", within = "30s")
        public void sell(String sweet, Stock stock) {
            stock.take(name);
        }

        @Locked(key = "'wallet:' + #from")
        @Locked(key = "'wallet:' + #to")
        public List<String> transfer(int from, int to) {
            return locks.held().stream().map(HeldLock::key).sorted().toList();
        }

        @Locked(key = "nightly-count", onBusy = OnBusy.SKIP, atLeastFor = "20s")
        public void count() {
            counted.incrementAndGet();
        }

        public int counted() {
            return counted.get();
        }

        /** Holds its lock until it may go on. */
        @Locked(key = "inventory", within = "200ms")
        public void takeInventory(CountDownLatch begun, CountDownLatch goOn) throws InterruptedException {
            begun.countDown();
            if (!goOn.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let the inventory go on");
            }
        }
    }
}

package dev.safe4j.broken;

import dev.safe4j.jdbc.BrokenJdbc;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.sql.Connection;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/** Does what no class of the core may do, so that each rule is seen red. */
public final class Broken {

    static class UsesJdbc {
        BrokenJdbc jdbc = new BrokenJdbc();
    }

    static class KnowsSql {
        Connection connection(Connection given) {
            return given;
        }
    }

    static class CountsStatically {
        static int count;
    }

    static class KeepsStatically {
        static final Map<String, String> KNOWN = new HashMap<>();
    }

    static class ReadsTheClock {
        Instant now() {
            return Instant.now();
        }
    }

    static class Sleeps {
        interface Nap {
            void take(long millis) throws InterruptedException;
        }

        Nap nap() {
            return Thread::sleep;
        }
    }

    static class PassesTags {
        Counter counter(MeterRegistry registry) {
            return registry.counter("safe4j.broken", Tags.of("name", "any"));
        }
    }

    static class MakesThreads {
        Runnable later(Runnable task) {
            return () -> Executors.newCachedThreadPool().execute(task);
        }
    }
}

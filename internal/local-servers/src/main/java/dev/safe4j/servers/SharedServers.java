package dev.safe4j.servers;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers that all tests of this JVM have in common: started on first use, ended when the JVM ends. */
final class SharedServers {

    private static final Logger LOG = LoggerFactory.getLogger(SharedServers.class);

    private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

    private SharedServers() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::closeAll, "safe4j-servers-end"));
    }

    private record Key(ServerKind kind, Profile profile) {}

    /** The one place with state for the whole JVM, which is what "shared" means. */
    private static final class Holder {
        static final SharedServers INSTANCE = new SharedServers();
    }

    static SqlServer sql(ServerKind kind, Profile profile) {
        return ((RunningSqlServer) Holder.INSTANCE.get(kind, profile)).shared();
    }

    static RedisServer redis(Profile profile) {
        return ((RunningRedisServer) Holder.INSTANCE.get(ServerKind.REDIS, profile)).shared();
    }

    static void tryAgain(ServerKind kind) {
        Holder.INSTANCE.slots.forEach((key, slot) -> {
            if (key.kind() == kind) {
                slot.tryAgain();
            }
        });
    }

    private RunningServer get(ServerKind kind, Profile profile) {
        Key key = new Key(kind, profile);
        return slots.computeIfAbsent(key, ignored -> new Slot()).get(key);
    }

    private void closeAll() {
        slots.values().forEach(Slot::close);
    }

    /** One server, or the reason why there is none: what failed once is not tried again for every test, but if somebody asks for it. */
    private static final class Slot {
        private @Nullable RunningServer server;
        private @Nullable RuntimeException failure;

        synchronized RunningServer get(Key key) {
            if (failure != null) {
                throw new IllegalStateException(
                        "no " + key.kind().label() + " in this JVM: " + failure.getMessage(), failure);
            }
            RunningServer present = server;
            if (present != null && !present.isAlive()) {
                LOG.warn("{} has died; another one is started", present);
                present.close();
                server = null;
                present = null;
            }
            if (present == null) {
                present = start(key);
                server = present;
            }
            return present;
        }

        private RunningServer start(Key key) {
            try {
                long begin = System.nanoTime();
                RunningServer started = Selection.open(key.kind(), key.profile());
                long millis = (System.nanoTime() - begin) / 1_000_000;
                LOG.info("{}: {}, ready after {} ms", started, started.version(), millis);
                return started;
            } catch (RuntimeException cause) {
                failure = cause;
                throw cause;
            }
        }

        synchronized void tryAgain() {
            failure = null;
        }

        synchronized void close() {
            if (server != null) {
                server.close();
            }
        }
    }
}

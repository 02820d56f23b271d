package dev.safe4j.autoconfigure;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Says that the store that was asked for cannot be made: there is nothing that it could be kept in. */
final class StoreMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is kept in a store: named as in its property. */
    enum Room {
        LOCK("locks", "LockStore", "locks in memory would protect nothing from other instances"),
        IDEMPOTENCY(
                "requests and answers",
                "IdempotencyStore",
                "in memory, a request that is repeated to another instance would be carried out again"),
        JOB("jobs", "JobStore", "in memory, a job would be lost with its process"),
        COUNTER("counters", "CounterStore", "in memory, each instance would count for itself");

        private final String kept;
        private final String port;
        private final String inMemory;

        Room(String kept, String port, String inMemory) {
            this.kept = kept;
            this.port = port;
            this.inMemory = inMemory;
        }

        String property() {
            return "safe4j." + name().toLowerCase(Locale.ROOT) + ".store";
        }

        /** What would become of it if it were kept in memory instead. */
        String inMemory() {
            return inMemory;
        }

        private String needed(String store) {
            return switch (store) {
                case "JDBC" -> "one DataSource bean, or a primary one, and spring-jdbc";
                case "REDIS" ->
                    "a RedissonClient or a RedisConnectionFactory bean, or a primary one, and for the latter Lettuce";
                case "QUORUM" -> "Redisson on the class path, and safe4j.lock.nodes";
                default -> "nothing; another " + port + " bean is in the way";
            };
        }
    }

    private final Room room;
    private final String store;

    /**
     * Makes the exception.
     *
     * @param room what was to be kept
     * @param store the constant that was asked for; the property is set where this is thrown, so never null
     */
    StoreMissingException(Room room, @Nullable Enum<?> store) {
        super(room.property() + " is " + store + ", and there is nothing to keep " + room.kept + " in.");
        this.room = room;
        this.store = Objects.requireNonNull(store, room.property()).name();
    }

    Room room() {
        return room;
    }

    /** What the store needs that is not there. */
    String needed() {
        return room.needed(store);
    }
}

package dev.safe4j.test.redis;

import dev.safe4j.test.schedule.Server;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.types.RedisClientInfo;

/**
 * The blocking commands that are under way, by the server's list of its clients: the one that has begun to wait in the same command
 * since a command was sent is the one that sent it. A client library does not say through which connection it sends.
 */
final class BlockedClients implements Server {

    private final RedisConnectionFactory factory;
    private final String name;
    private final Map<Long, Command> underWay = new LinkedHashMap<>();
    private long tickets;
    private boolean isBlind;

    /** A blocking command: who was waiting before it, and which of the server's clients it is once that is known. */
    private static final class Command {

        private final String name;
        private Set<String> before = Set.of();
        private @Nullable String client;

        Command(String name) {
            this.name = name;
        }
    }

    BlockedClients(RedisConnectionFactory factory, String name) {
        this.factory = factory;
        this.name = name;
    }

    /** A session that stands for one command. */
    synchronized Session session(String command) {
        underWay.put(++tickets, new Command(command.toLowerCase(Locale.ROOT)));
        return new Session(this, tickets);
    }

    /** To be called right before it is sent. */
    synchronized void sending(Session session) {
        Command command = underWay.get(session.id());
        if (command != null) {
            command.before = new HashSet<>(waitingIn(command.name));
        }
    }

    synchronized void answered(Session session) {
        underWay.remove(session.id());
    }

    private List<String> waitingIn(String command) {
        try (RedisConnection connection = factory.getConnection()) {
            List<RedisClientInfo> clients = connection.serverCommands().getClientList();
            return clients == null
                    ? List.of()
                    : clients.stream()
                            .filter(client -> String.valueOf(client.getFlags()).indexOf('b') >= 0)
                            .filter(client -> command.equals(client.getLastCommand()))
                            .map(client -> String.valueOf(client.get("id")))
                            .collect(Collectors.toList());
        } catch (RuntimeException notAllowed) {
            isBlind = true;
            return List.of();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized Map<Long, Set<Long>> waits(Collection<Long> inFlight) {
        Map<Long, Set<Long>> waits = new LinkedHashMap<>();
        for (long id : inFlight) {
            Command command = underWay.get(id);
            if (command != null && isWaiting(command)) {
                waits.put(id, Set.of());
            }
        }
        return waits;
    }

    private boolean isWaiting(Command command) {
        List<String> waiting = waitingIn(command.name);
        if (command.client == null) {
            Set<String> taken = underWay.values().stream()
                    .filter(other -> other.client != null)
                    .map(other -> String.valueOf(other.client))
                    .collect(Collectors.toSet());
            command.client = waiting.stream()
                    .filter(client -> !command.before.contains(client) && !taken.contains(client))
                    .findFirst()
                    .orElse(null);
        }
        return command.client != null && waiting.contains(command.client);
    }

    @Override
    public Duration deadlockCheck() {
        return Duration.ZERO;
    }

    @Override
    public Duration lag() {
        return Duration.ZERO;
    }

    @Override
    public boolean showsEveryWait() {
        return !isBlind;
    }

    @Override
    public boolean waitsWithoutHolders() {
        return true;
    }

    /** The command fails; a connection that is killed would be opened again by the client, and the command sent again. */
    @Override
    public synchronized void end(long session) {
        Command command = underWay.get(session);
        if (command == null || command.client == null) {
            return;
        }
        try (RedisConnection connection = factory.getConnection()) {
            connection.execute("CLIENT", bytes("UNBLOCK"), bytes(command.client), bytes("ERROR"));
        } catch (RuntimeException | Error unreadable) {
            System.getLogger(BlockedClients.class.getName())
                    .log(System.Logger.Level.DEBUG, "the answer to CLIENT UNBLOCK", unreadable);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

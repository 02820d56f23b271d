package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The threads of one of several JVMs that want the same lock: a program that says its SUBJECTs and READY, plays the rounds that it is
 * told, and says DONE or FAILED after each. It ends with its standard input.
 */
public final class HotWorker {

    private final List<LockWay.Named> ways;
    private final Ledger ledger;
    private final int firstCaller;
    private final int threads;

    private HotWorker(List<LockWay.Named> ways, Ledger ledger, int firstCaller, int threads) {
        this.ways = ways;
        this.ledger = ledger;
        this.firstCaller = firstCaller;
        this.threads = threads;
    }

    /** The ledger's file, the number of the first caller, how many there are, and where the locks are. */
    public static void main(String[] arguments) throws IOException {
        Ledger ledger = Ledger.in(Path.of(arguments[0]), 1);
        List<String> where = List.of(arguments).subList(3, arguments.length);
        HotWorker worker =
                new HotWorker(ways(where), ledger, Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        worker.ways.forEach(way -> say("SUBJECT " + way.name()));
        say("READY");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            worker.obey(order.split(" ", -1));
        }
        Runtime.getRuntime().halt(0); // leases and connections end with their servers
    }

    /** A database's URL, user and password, or a Redis server's URI. */
    private static List<LockWay.Named> ways(List<String> where) {
        if (where.size() == 1) {
            RedisLocks locks = new RedisLocks(where.get(0));
            return locks.hot(locks.rawPolledQueue());
        }
        return new SqlLocks(connections -> pool(where, connections)).hotInTwo();
    }

    private static HikariDataSource pool(List<String> where, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(where.get(0));
        config.setUsername(where.get(1));
        config.setPassword(where.get(2));
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    private void obey(String[] order) throws IOException {
        int subject = Integer.parseInt(order[0]);
        Round.Length length = new Round.Length(Duration.ofMillis(Long.parseLong(order[1])), Integer.parseInt(order[2]));
        Subject mine = LockContest.subject(ways.get(subject), ledger, "key-");
        try {
            Round.Outcome outcome =
                    new Round(mine, Round.Draw.any(1), threads, firstCaller).run(length, Integer.parseInt(order[3]));
            write(outcome, Path.of(order[4]));
            say("DONE");
        } catch (IllegalStateException failure) {
            failure.printStackTrace();
            say("FAILED " + failure.getMessage());
        }
    }

    private static void write(Round.Outcome outcome, Path file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            out.writeInt(outcome.tallies().size());
            for (Tally each : outcome.tallies()) {
                each.write(out);
            }
            out.writeDouble(outcome.seconds());
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}

package dev.safe4j.benchmarks;

import dev.safe4j.servers.OtherJvm;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Two JVMs whose threads want the same lock. */
final class HotPair implements Contest, AutoCloseable {

    /** As this JVM has them; more memory is not needed. */
    private static final List<String> OPTIONS = List.of("-Xmx1g");

    private static final Duration GRACE = Duration.ofSeconds(90);
    private static final int JVMS = 2;

    private final Path folder;
    private final LockContest.Ground ground;
    private final List<Player> players = new ArrayList<>();
    private final List<String> subjects;

    private record Player(OtherJvm jvm, BlockingQueue<String> said, Path file) {}

    /**
     * Starts them.
     *
     * @param threads of each
     * @param fresh has the server tidy up before a round
     * @param where a database's URL, user and password, or a Redis server's URI
     */
    HotPair(int threads, Runnable fresh, List<String> where) {
        try {
            folder = Files.createTempDirectory("safe4j-benchmarks");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Path file = folder.resolve("ledger");
        ground = new LockContest.Ground(LockContest.Kind.HOT, Ledger.in(file, 1), 1, fresh);
        try {
            for (int i = 0; i < JVMS; i++) {
                players.add(start(i, List.of(file.toString(), "" + i * threads, "" + threads), where));
            }
            subjects = said(players.get(0), "READY");
            said(players.get(1), "READY");
        } catch (RuntimeException | Error failure) {
            close();
            throw failure;
        }
    }

    private Player start(int number, List<String> arguments, List<String> where) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(where);
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        OtherJvm jvm = OtherJvm.start(OPTIONS, HotWorker.class, all, Map.of(), said::add);
        return new Player(jvm, said, folder.resolve("outcome-" + number));
    }

    /** Waits for a word; gives the subjects that were named before. */
    private static List<String> said(Player player, String word) {
        List<String> named = new ArrayList<>();
        List<String> all = new ArrayList<>();
        while (true) {
            String line = next(player);
            all.add(String.valueOf(line));
            if (line == null || line.startsWith("FAILED ")) {
                throw new IllegalStateException("a JVM did not say " + word + ":\n" + String.join("\n", all));
            }
            if (line.startsWith("SUBJECT ")) {
                named.add(line.substring("SUBJECT ".length()));
            }
            if (line.equals(word)) {
                return named;
            }
        }
    }

    private static @Nullable String next(Player player) {
        try {
            return player.said().poll(GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public List<String> subjects() {
        return subjects;
    }

    @Override
    public void reset(int subject) {
        ground.fresh().run();
        ground.ledger().clear();
    }

    @Override
    public Round.Outcome play(int subject, Round.Length length, int seed) {
        for (Player each : players) {
            each.jvm()
                    .tell(subject + " " + length.time().toMillis() + " " + length.calls() + " " + seed + " "
                            + each.file());
        }
        List<Tally> tallies = new ArrayList<>();
        double seconds = 0;
        for (Player each : players) {
            said(each, "DONE");
            Round.Outcome outcome = read(each.file());
            tallies.addAll(outcome.tallies());
            seconds = Math.max(seconds, outcome.seconds());
        }
        return new Round.Outcome(tallies, seconds);
    }

    private static Round.Outcome read(Path file) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            List<Tally> tallies = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                tallies.add(Tally.read(in));
            }
            return new Round.Outcome(tallies, in.readDouble());
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read what a JVM has done", failure);
        }
    }

    @Override
    public void require(int subject, List<Round.Outcome> outcomes) {
        LockContest.require(subjects.get(subject), ground, outcomes);
    }

    @Override
    public double rate(Round.Outcome outcome) {
        return LockContest.rate(ground.kind(), outcome);
    }

    @Override
    public Figures figures(Measured measured) {
        return LockContest.figures(ground.kind(), measured);
    }

    @Override
    public void close() {
        players.forEach(player -> player.jvm().close());
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
            Files.delete(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

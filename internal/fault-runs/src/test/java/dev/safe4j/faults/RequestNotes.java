package dev.safe4j.faults;

import dev.safe4j.faults.RequestBlock.Count;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the workers of a run of requests have said. For one thread. */
final class RequestNotes {

    private static final int LINES = 50;

    private final Map<Integer, Map<Integer, Long>> digests = new HashMap<>();
    private final Map<Count, Long> counts = new EnumMap<>(Count.class);
    private final Set<String> givenUp = new HashSet<>();
    private final Set<String> killed = new HashSet<>();
    private final Deque<String> others = new ArrayDeque<>();

    void take(String worker, String line) {
        if (line.startsWith("GIVEN-UP ")) {
            givenUp.add(line.substring("GIVEN-UP ".length()));
            return;
        }
        if (line.startsWith("\t")) {
            return; // of a stack: the store is down every now and then
        }
        others.add(worker + ": " + line);
        if (others.size() > LINES) {
            others.remove();
        }
    }

    /** A block is done at a desk; returns its number. */
    int done(int desk, String line) {
        String[] part = line.split(" ");
        int block = Integer.parseInt(part[1]);
        digests.computeIfAbsent(block, first -> new HashMap<>()).put(desk, Long.parseLong(part[2]));
        for (Count each : Count.values()) {
            counts.merge(each, Long.parseLong(part[3 + each.ordinal()]), Long::sum);
        }
        return block;
    }

    void killed(String worker) {
        killed.add(worker);
    }

    /** By desk, what the answers to a block came to. */
    Map<Integer, Long> digests(int block) {
        return digests.getOrDefault(block, Map.of());
    }

    /** Over the blocks that were done: those of a killed worker are not in it. */
    Map<Count, Long> counts() {
        return counts;
    }

    long count(Count what) {
        return counts.getOrDefault(what, 0L);
    }

    boolean wasGivenUp(String run) {
        return givenUp.contains(run);
    }

    Set<String> killed() {
        return killed;
    }

    /** The last lines that were none of ours. */
    String others() {
        return String.join("\n", others);
    }
}

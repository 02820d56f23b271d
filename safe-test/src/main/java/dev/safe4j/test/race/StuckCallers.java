package dev.safe4j.test.race;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What callers that never came back wait for: the lock and its owner, a socket, a signal; and where. */
final class StuckCallers {

    private static final int MOST_FRAMES = 60;

    /** The JVM's own name for "no thread". */
    private static final long NOBODY = -1;

    private final Map<Long, ThreadInfo> stuck;
    private final Map<Long, ThreadInfo> owners;

    private StuckCallers(Map<Long, ThreadInfo> stuck, Map<Long, ThreadInfo> owners) {
        this.stuck = stuck;
        this.owners = owners;
    }

    /** Looks at the threads as they stand now, without touching them. */
    static String report(List<Thread> threads) {
        Map<Long, ThreadInfo> stuck = infos(threads.stream().map(Thread::getId).toList());
        Set<Long> owners = new LinkedHashSet<>();
        for (ThreadInfo each : stuck.values()) {
            if (each.getLockOwnerId() != NOBODY && !stuck.containsKey(each.getLockOwnerId())) {
                owners.add(each.getLockOwnerId());
            }
        }
        return new StuckCallers(stuck, infos(owners)).text();
    }

    private static Map<Long, ThreadInfo> infos(Collection<Long> ids) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        Map<Long, ThreadInfo> infos = new LinkedHashMap<>();
        long[] numbers = ids.stream().mapToLong(Long::longValue).toArray();
        for (@Nullable ThreadInfo each : threads.getThreadInfo(numbers, MOST_FRAMES)) {
            // None of a thread that has ended meanwhile, nor of a virtual one.
            if (each != null) {
                infos.put(each.getThreadId(), each);
            }
        }
        return infos;
    }

    private String text() {
        Stream<String> callers = stuck.values().stream().map(StuckCallers::describe);
        Stream<String> holders = owners.values().stream().map(each -> "the owner " + describe(each));
        return Stream.of(Stream.of(deadlock()), callers, holders)
                .flatMap(each -> each)
                .collect(Collectors.joining());
    }

    /** The circle of callers that wait for each other, empty if there is none. */
    private String deadlock() {
        for (ThreadInfo first : stuck.values()) {
            Map<Long, String> path = new LinkedHashMap<>();
            ThreadInfo next = first;
            while (next != null && path.putIfAbsent(next.getThreadId(), next.getThreadName()) == null) {
                next = stuck.get(next.getLockOwnerId());
            }
            if (next != null && next.getThreadId() == first.getThreadId()) {
                return "deadlock: " + String.join(" waits for ", path.values()) + " waits for " + first.getThreadName()
                        + "\n";
            }
        }
        return "";
    }

    private static String describe(ThreadInfo thread) {
        // Down to the body: below it are only the race's own frames.
        String frames = Stream.of(thread.getStackTrace())
                .takeWhile(frame -> !frame.getClassName().equals(Round.class.getName()))
                .map(frame -> "    at " + frame + "\n")
                .collect(Collectors.joining());
        return thread.getThreadName() + " is " + thread.getThreadState() + ", " + waits(thread) + "\n" + frames;
    }

    private static String waits(ThreadInfo thread) {
        LockInfo lock = thread.getLockInfo();
        if (lock != null) {
            String owner = thread.getLockOwnerName();
            return "waits for " + lock
                    + (owner == null ? ", which has no owner: a signal, a permit, a count" : ", held by " + owner);
        }
        return switch (thread.getThreadState()) {
            case RUNNABLE -> runs(thread.getStackTrace());
            case WAITING, TIMED_WAITING -> "sleeps or is parked";
            default -> "waits for nothing that the JVM knows";
        };
    }

    /** A thread in a socket read counts as runnable; what it is in is the outermost method of the JDK. */
    private static String runs(StackTraceElement[] frames) {
        if (frames.length == 0 || !frames[0].isNativeMethod() || !isInputOutput(frames[0].getClassName())) {
            return "runs";
        }
        int outermost = 0;
        while (outermost + 1 < frames.length && isOfTheJdk(frames[outermost + 1].getClassName())) {
            outermost++;
        }
        return "waits for input or output in " + frames[outermost].getClassName() + "."
                + frames[outermost].getMethodName();
    }

    private static boolean isInputOutput(String name) {
        return Stream.of("sun.nio.", "java.net.", "java.io.").anyMatch(name::startsWith);
    }

    private static boolean isOfTheJdk(String name) {
        return Stream.of("java.", "javax.", "sun.", "jdk.").anyMatch(name::startsWith);
    }
}

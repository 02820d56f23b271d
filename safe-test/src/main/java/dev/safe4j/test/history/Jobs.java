package dev.safe4j.test.history;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link JobQueueModel}: its jobs, each with its worker, or none while it waits. Immutable; a tree by the bits of
 * the ids' hashes, so that a change copies a dozen nodes, for a search remembers as many states as the history has operations.
 */
final class Jobs {

    private static final int DEPTH = 12;
    private static final int MOST_SHOWN = 12;

    static final Jobs NONE = new Jobs(null, null, Map.of());

    private final @Nullable Jobs left;
    private final @Nullable Jobs right;
    private final Map<String, Optional<String>> here;
    private final int size;
    private final int waiting;
    private final int hash;

    private Jobs(@Nullable Jobs left, @Nullable Jobs right, Map<String, Optional<String>> here) {
        this.left = left;
        this.right = right;
        this.here = here;
        size = here.size() + (left == null ? 0 : left.size) + (right == null ? 0 : right.size);
        int waitingHere = here.isEmpty() ? 0 : Collections.frequency(here.values(), Optional.empty());
        waiting = waitingHere + (left == null ? 0 : left.waiting) + (right == null ? 0 : right.waiting);
        int below = (left == null ? 0 : left.hash) * 31 + (right == null ? 0 : right.hash);
        hash = scatter(below * 31 + here.hashCode());
    }

    private static int scatter(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ (mixed >>> 15);
    }

    int waiting() {
        return waiting;
    }

    boolean has(String job) {
        return jobsBeside(job).containsKey(job);
    }

    boolean isWaiting(String job) {
        return Optional.empty().equals(jobsBeside(job).get(job));
    }

    boolean isWith(String job, String worker) {
        return Optional.of(worker).equals(jobsBeside(job).get(job));
    }

    private Map<String, Optional<String>> jobsBeside(String job) {
        Jobs node = this;
        int path = scatter(job.hashCode());
        for (int i = 0; i < DEPTH && node != null; i++) {
            node = (path & 1) == 0 ? node.left : node.right;
            path >>>= 1;
        }
        return node == null ? Map.of() : node.here;
    }

    Jobs with(String job, Optional<String> worker) {
        return changed(job, jobs -> jobs.put(job, worker));
    }

    Jobs without(String job) {
        return changed(job, jobs -> jobs.remove(job));
    }

    private Jobs changed(String job, Consumer<Map<String, Optional<String>>> change) {
        Jobs changed = changed(this, scatter(job.hashCode()), DEPTH, change);
        return changed == null ? NONE : changed;
    }

    private static @Nullable Jobs changed(
            @Nullable Jobs node, int path, int depth, Consumer<Map<String, Optional<String>>> change) {
        Jobs old = node == null ? NONE : node;
        if (depth == 0) {
            Map<String, Optional<String>> jobs = new HashMap<>(old.here);
            change.accept(jobs);
            return jobs.isEmpty() ? null : new Jobs(null, null, jobs);
        }
        boolean isLeft = (path & 1) == 0;
        Jobs left = isLeft ? changed(old.left, path >>> 1, depth - 1, change) : old.left;
        Jobs right = isLeft ? old.right : changed(old.right, path >>> 1, depth - 1, change);
        return left == null && right == null ? null : new Jobs(left, right, Map.of());
    }

    /** The jobs that wait, looked for one by one. */
    Stream<String> waitingJobs() {
        Iterable<String> jobs = () -> new Waiting(this);
        return StreamSupport.stream(jobs.spliterator(), false);
    }

    private static final class Waiting implements Iterator<String> {

        private final Deque<Jobs> nodes = new ArrayDeque<>();
        private final Deque<String> found = new ArrayDeque<>();

        Waiting(Jobs root) {
            nodes.add(root);
        }

        @Override
        public boolean hasNext() {
            while (found.isEmpty() && !nodes.isEmpty()) {
                Jobs node = nodes.removeLast();
                if (node.right != null && node.right.waiting > 0) {
                    nodes.addLast(node.right);
                }
                if (node.left != null && node.left.waiting > 0) {
                    nodes.addLast(node.left);
                }
                node.here.forEach((job, worker) -> {
                    if (worker.isEmpty()) {
                        found.add(job);
                    }
                });
            }
            return !found.isEmpty();
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return found.removeFirst();
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Jobs jobs && hash == jobs.hash && isSame(jobs));
    }

    private boolean isSame(Jobs jobs) {
        return size == jobs.size
                && here.equals(jobs.here)
                && Objects.equals(left, jobs.left)
                && Objects.equals(right, jobs.right);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    private Stream<Map.Entry<String, Optional<String>>> all() {
        Stream<Map.Entry<String, Optional<String>>> below =
                Stream.concat(left == null ? Stream.of() : left.all(), right == null ? Stream.of() : right.all());
        return Stream.concat(here.entrySet().stream(), below);
    }

    /** Some of the jobs: a state is shown in a report. */
    @Override
    public String toString() {
        List<String> shown = all().sorted(Map.Entry.comparingByKey())
                .limit(MOST_SHOWN)
                .map(each -> each.getKey() + each.getValue().map(" of "::concat).orElse(" waits"))
                .toList();
        return size + " jobs, " + waiting + " waiting: " + shown + (size > shown.size() ? " and more" : "");
    }
}

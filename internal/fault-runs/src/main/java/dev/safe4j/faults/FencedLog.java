package dev.safe4j.faults;

import dev.safe4j.faults.Step.Kind;
import dev.safe4j.faults.Step.Outcome;
import dev.safe4j.servers.TestDatabase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The log of the fenced rows, which was written with each of them, against what the writers were told. */
final class FencedLog {

    private FencedLog() {}

    /**
     * Checks that numbers never go back, so that no write of an earlier holder stands behind one of a later, and that what is there is
     * what was accepted, and beyond that only what nobody was answered.
     *
     * @return how many writes there are
     * @throws AssertionError naming the rows that are not so
     */
    static int check(TestDatabase db, Notes notes) {
        Set<String> accepted = writes(notes, true);
        Set<String> unanswered = writes(notes, false);
        Map<String, Long> highest = new HashMap<>();
        Set<String> logged = new HashSet<>();
        List<Map<String, @Nullable Object>> rows = db.rows("select seq, id, fence, wrote from fenced_log order by seq");
        for (Map<String, @Nullable Object> row : rows) {
            String key = String.valueOf(row.get("id"));
            long fence = ((Number) Objects.requireNonNull(row.get("fence"))).longValue();
            String wrote = String.valueOf(row.get("wrote"));
            Long before = highest.put(key, fence);
            if (before != null && before > fence) {
                throw new AssertionError("a late write was accepted: " + row + " after number " + before);
            }
            if (!accepted.contains(wrote) && !unanswered.contains(wrote)) {
                throw new AssertionError("a write is there that was refused: " + row);
            }
            logged.add(wrote);
        }
        accepted.removeAll(logged);
        if (!accepted.isEmpty()) {
            throw new AssertionError("writes were accepted and are not there: " + accepted);
        }
        checkRows(db, highest);
        return rows.size();
    }

    private static void checkRows(TestDatabase db, Map<String, Long> highest) {
        highest.forEach((key, fence) -> {
            Long stored = db.value(Long.class, "select fence from fenced where id = ?", key);
            if (!fence.equals(stored)) {
                throw new AssertionError(
                        "row " + key + " has number " + stored + ", and its last write carried " + fence);
            }
        });
    }

    private static Set<String> writes(Notes notes, boolean answered) {
        return notes.those(step -> step.kind() == Kind.WRITE)
                .filter(step -> answered ? step.outcome() == Outcome.ACCEPTED : !step.isAnswered())
                .map(Step::id)
                .collect(Collectors.toCollection(HashSet::new));
    }
}

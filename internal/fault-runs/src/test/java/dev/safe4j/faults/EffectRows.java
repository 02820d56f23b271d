package dev.safe4j.faults;

import dev.safe4j.servers.TestDatabase;
import java.util.List;

/** The effects that are in the table of a run. */
final class EffectRows {

    private EffectRows() {}

    static List<Effect> of(TestDatabase db, int block) {
        return db.rows("select request, attempt, run from effect where block = ?", block).stream()
                .map(row ->
                        effect(block, String.valueOf(row.get("request")), row.get("attempt") + "", row.get("run") + ""))
                .toList();
    }

    static Effect effect(int block, String key, String attempt, String run) {
        return new Effect(block, Integer.parseInt(key), Long.parseLong(attempt), run);
    }
}

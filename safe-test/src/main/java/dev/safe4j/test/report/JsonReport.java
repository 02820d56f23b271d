package dev.safe4j.test.report;

import dev.safe4j.test.hint.Hint;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Summary;
import dev.safe4j.test.interleavings.Timeline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields of the JSON report; what they mean stands at {@link RaceReports#json}. */
final class JsonReport {

    private final Exploration exploration;
    private final Summary told;

    JsonReport(Exploration exploration) {
        this.exploration = exploration;
        this.told = Summary.of(exploration);
    }

    /** An object whose fields keep their order. */
    private static final class Fields {

        private final Map<String, @Nullable Object> map = new LinkedHashMap<>();

        Fields with(String name, @Nullable Object value) {
            map.put(name, value);
            return this;
        }
    }

    String text() {
        Timeline timeline = told.timeline();
        return Json.write(new Fields()
                .with("format", 1)
                .with("verdict", exploration.verdict().name())
                .with("what", told.what())
                .with("after", told.after())
                .with("scope", scope(exploration.scope()))
                .with("token", told.token())
                .with(
                        "switches",
                        exploration.finding() == null
                                ? null
                                : exploration.finding().switches())
                .with("actors", timeline == null ? List.of() : actors(timeline))
                .with("rows", timeline == null ? List.of() : rows(timeline))
                .with("outcomes", told.outcomes())
                .with("notes", told.notes())
                .with("hint", told.hint() == null ? null : hint(told.hint()))
                .map);
    }

    private Map<String, @Nullable Object> scope(Exploration.Scope scope) {
        return new Fields()
                .with("sentence", told.where().isEmpty() ? told.what() : told.where())
                .with("database", scope.database())
                .with("isolation", scope.isolation().toString())
                .with("orders", scope.orders())
                .with("redundant", scope.redundant())
                .with("waiting", scope.waiting())
                .with("exhausted", scope.isExhausted())
                .with("reduced", scope.reduced())
                .with("preemptions", scope.preemptions())
                .with("steps", scope.steps())
                .with("seed", scope.seed())
                .map;
    }

    private List<Map<String, @Nullable Object>> actors(Timeline timeline) {
        List<Map<String, @Nullable Object>> actors = new ArrayList<>();
        for (int i = 0; i < timeline.columns().size(); i++) {
            actors.add(new Fields()
                    .with("name", timeline.columns().get(i))
                    .with("frame", timeline.frames().get(i))
                    .with("end", told.ends().get(i))
                    .map);
        }
        return actors;
    }

    private static List<Map<String, @Nullable Object>> rows(Timeline timeline) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        for (Timeline.Row row : timeline.rows()) {
            rows.add(new Fields()
                    .with("number", row.number())
                    .with("isEnd", row.isEnd())
                    .with("actor", row.column())
                    .with("what", row.what())
                    .with("result", row.result())
                    .with("waitsFor", row.waitsFor())
                    .with("fault", row.isFault())
                    .map);
        }
        return rows;
    }

    private static Map<String, @Nullable Object> hint(Hint hint) {
        return new Fields()
                .with("name", hint.hazard().title())
                .with("why", hint.why())
                .with("slug", hint.hazard().slug())
                .with("page", hint.hazard().page())
                .with("help", hint.hazard().help())
                .map;
    }
}

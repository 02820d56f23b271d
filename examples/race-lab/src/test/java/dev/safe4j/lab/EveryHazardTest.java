package dev.safe4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Callers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The lab shows every hazard broken and fixed, in each way in which it can be shown. */
@Tag("slow")
class EveryHazardTest {

    /** Callers at once need luck, of which a few runs have enough. */
    private static final int MOST_RUNS = 3;

    /** Visitors at once, each with the next thing that nobody has looked at. */
    private static final int VISITORS = 2;

    private static final Duration BOUND = Duration.ofMinutes(10);

    private record Showing(String slug, String what) {}

    @Test
    void the_unsafe_form_of_every_hazard_breaks_and_the_safe_one_holds() {
        SoftAssertions softly = new SoftAssertions();
        try (OpenLab lab = OpenLab.start()) {
            List<Showing> all = all(lab);
            assertThat(all).hasSizeGreaterThan(55);
            Queue<Showing> left = new ConcurrentLinkedQueue<>(all);
            List<Callers.Result<Map<Showing, JsonNode>>> seen =
                    Callers.run(VISITORS, BOUND, visitor -> () -> visit(lab, left));
            seen.forEach(visitor -> softly.assertThat(visitor.failure()).isNull());
            Map<Showing, JsonNode> shown = new LinkedHashMap<>();
            seen.stream().filter(Callers.Result::isSuccess).forEach(visitor -> shown.putAll(visitor.value()));
            softly.assertThat(shown).containsOnlyKeys(all);
            shown.forEach((showing, run) ->
                    softly.assertThat(verdicts(run)).as(run.toString()).isEqualTo("broken, held"));
        }
        softly.assertAll();
    }

    private static List<Showing> all(OpenLab lab) {
        List<Showing> all = new ArrayList<>();
        for (JsonNode part : lab.json("/api/hazards").at("/parts")) {
            for (JsonNode line : part.at("/hazards")) {
                String slug = line.at("/slug").stringValue();
                assertThat(lab.json("/api/hazards/" + slug).at("/slug").stringValue())
                        .isEqualTo(slug);
                line.at("/whats").forEach(what -> all.add(new Showing(slug, what.stringValue())));
            }
        }
        return all;
    }

    private static Map<Showing, JsonNode> visit(OpenLab lab, Queue<Showing> left) {
        Map<Showing, JsonNode> shown = new LinkedHashMap<>();
        for (Showing next = left.poll(); next != null; next = left.poll()) {
            shown.put(next, run(lab, next.slug(), next.what()));
        }
        return shown;
    }

    private static JsonNode run(OpenLab lab, String slug, String what) {
        JsonNode run = lab.end(lab.begin(slug, what));
        for (int again = 1;
                again < MOST_RUNS && what.equals("load") && verdicts(run).equals("held, held");
                again++) {
            run = lab.end(lab.begin(slug, what));
        }
        return run;
    }

    private static String verdicts(JsonNode run) {
        return run.at("/forms/0/verdict").stringValue() + ", "
                + run.at("/forms/1/verdict").stringValue();
    }
}

package dev.safe4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The lab shows every hazard broken and fixed, in each way in which it can be shown. */
@Tag("slow")
class EveryHazardTest {

    /** Callers at once need luck, of which a few runs have enough. */
    private static final int MOST_RUNS = 3;

    @Test
    void the_unsafe_form_of_every_hazard_breaks_and_the_safe_one_holds() {
        SoftAssertions softly = new SoftAssertions();
        List<String> shown = new ArrayList<>();
        try (OpenLab lab = OpenLab.start()) {
            for (JsonNode part : lab.json("/api/hazards").at("/parts")) {
                for (JsonNode line : part.at("/hazards")) {
                    String slug = line.at("/slug").stringValue();
                    assertThat(lab.json("/api/hazards/" + slug).at("/slug").stringValue())
                            .isEqualTo(slug);
                    for (JsonNode what : line.at("/whats")) {
                        JsonNode run = run(lab, slug, what.stringValue());
                        shown.add(slug);
                        softly.assertThat(verdicts(run)).as(run.toString()).isEqualTo("broken, held");
                    }
                }
            }
        }
        softly.assertAll();
        assertThat(shown).hasSizeGreaterThan(55);
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

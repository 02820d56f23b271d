package dev.safe4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the page asks, on PostgreSQL. */
@Tag("slow")
class LabOverHttpTest {

    private static OpenLab lab;

    @BeforeAll
    static void open() {
        lab = OpenLab.start();
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static List<JsonNode> hazards() {
        List<JsonNode> hazards = new ArrayList<>();
        lab.json("/api/hazards")
                .at("/parts")
                .forEach(part -> part.at("/hazards").forEach(hazards::add));
        return hazards;
    }

    @Test
    void it_has_the_hazards_that_have_a_page_and_each_can_be_shown() throws IOException {
        try (Stream<Path> pages = Files.list(Path.of("../../docs/patterns"))) {
            List<String> slugs = pages.map(page -> page.getFileName().toString())
                    .filter(page -> page.endsWith(".md") && !page.equals("README.md"))
                    .map(page -> page.replace(".md", ""))
                    .toList();
            assertThat(hazards())
                    .extracting(hazard -> hazard.at("/slug").stringValue())
                    .containsExactlyInAnyOrderElementsOf(slugs);
        }
        assertThat(hazards()).allSatisfy(hazard -> {
            assertThat(hazard.at("/line").stringValue()).isNotBlank();
            assertThat(hazard.at("/use").stringValue()).isNotBlank();
            assertThat(hazard.at("/whats").size()).isPositive();
        });
        assertThat(lab.json("/api/hazards").at("/servers").size()).isEqualTo(5);
    }

    @Test
    void a_hazard_has_its_sources_its_fix_and_its_page() {
        for (JsonNode line : hazards()) {
            JsonNode hazard = lab.json("/api/hazards/" + line.at("/slug").stringValue());
            String slug = hazard.at("/slug").stringValue();
            assertThat(hazard.at("/unsafe/source").stringValue())
                    .as(slug)
                    .contains("class " + hazard.at("/unsafe/name").stringValue());
            assertThat(hazard.at("/safe/source").stringValue())
                    .as(slug)
                    .contains("class " + hazard.at("/safe/name").stringValue());
            assertThat(Path.of("../..").resolve(hazard.at("/unsafe/file").stringValue()))
                    .isRegularFile();
            assertThat(hazard.at("/fix").stringValue()).as(slug).isNotBlank().doesNotContain("```");
            assertThat(hazard.at("/reviewer").stringValue())
                    .as(slug)
                    .isNotBlank()
                    .doesNotContain("\n")
                    .doesNotContain("## ");
            assertThat(hazard.at("/pageHtml").stringValue())
                    .as(slug)
                    .contains("<h2>The canonical fix</h2>")
                    .doesNotContain("&lt;!--")
                    .doesNotContain(".md\"");
            assertThat(hazard.at("/scenes").isEmpty()).as(slug).isEqualTo(!hasWay(hazard, "search"));
        }
    }

    private static boolean hasWay(JsonNode hazard, String what) {
        return hazard.at("/whats")
                .valueStream()
                .anyMatch(way -> way.at("/what").stringValue().equals(what));
    }

    @Test
    void the_links_of_a_page_stay_in_the_lab() {
        String html = lab.json("/api/hazards/double-spend").at("/pageHtml").stringValue();
        assertThat(html)
                .contains("<a href=\"#/half-done-transfer\">")
                .contains("<table>")
                .doesNotContain("href=\"../");
    }

    @Test
    void under_load_the_unsafe_form_breaks_and_the_safe_one_holds() {
        JsonNode run = lab.done("double-spend", "load", "server", "postgresql");
        assertThat(run.at("/serverVersion").stringValue()).startsWith("PostgreSQL ");
        assertThat(run.at("/isolation").stringValue()).isEqualTo("read committed");
        for (JsonNode form : run.at("/forms")) {
            assertThat(form.at("/rounds").size())
                    .isEqualTo(8)
                    .isEqualTo(form.at("/roundsWanted").intValue());
            assertThat(form.at("/rounds/0/attempted").intValue()).isEqualTo(16);
            assertThat(form.at("/rounds/0/figures/0/name").stringValue()).isEqualTo("paid");
            assertThat(form.at("/rounds/0/figures/0/expected").stringValue()).isEqualTo("100.00");
        }
        assertThat(run.at("/forms/0/verdict").stringValue()).isEqualTo("broken");
        assertThat(run.at("/forms/1/verdict").stringValue()).isEqualTo("held");
        assertThat(run.at("/forms/1/sentence").stringValue()).isEqualTo("Held in all 8 rounds.");
    }

    @Test
    void a_search_shows_the_order_that_breaks() {
        JsonNode run = lab.done("double-spend", "search", "server", "postgresql");
        assertThat(run.at("/scene").stringValue()).isEqualTo("double-spend");
        JsonNode unsafe = run.at("/forms/0/search");
        assertThat(unsafe.at("/verdict").stringValue()).isEqualTo("VIOLATED");
        assertThat(unsafe.at("/timeline/actors/0").stringValue()).isEqualTo("payment 1: UnsafeWallets.pay");
        assertThat(unsafe.at("/timeline/end").stringValue()).contains("balance: -60.00, should be 20.00");
        assertThat(unsafe.at("/timeline/steps")
                        .valueStream()
                        .map(step -> step.at("/kind").stringValue()))
                .containsExactly("read", "read", "write", "commit", "write", "commit");
        assertThat(unsafe.at("/timeline/steps/0/read").stringValue()).isEqualTo("balance=100.00");
        assertThat(unsafe.at("/timeline/steps/2/holds/0/what").stringValue()).isEqualTo("wallet where id = 1");
        assertThat(unsafe.at("/timeline/steps/3/holds").isEmpty()).isTrue();
        JsonNode safe = run.at("/forms/1/search");
        assertThat(safe.at("/held").booleanValue()).isTrue();
        assertThat(safe.at("/summary").stringValue()).startsWith("Held in all 4 orders, exhausted");
        assertThat(safe.at("/orders").intValue()).isEqualTo(4);
    }

    @Test
    void a_search_shows_who_waits_for_whom() {
        JsonNode steps =
                lab.done("lock-order", "search", "server", "postgresql").at("/forms/0/search/timeline/steps");
        JsonNode waits = steps.valueStream()
                .filter(step -> step.at("/kind").stringValue().equals("wait"))
                .findFirst()
                .orElseThrow();
        assertThat(waits.at("/waitsFor").intValue())
                .isEqualTo(1 - waits.at("/actor").intValue());
    }

    @Test
    void the_victim_of_a_deadlock_holds_nothing_any_more() {
        JsonNode steps =
                lab.done("lock-order", "search", "server", "postgresql").at("/forms/0/search/timeline/steps");
        JsonNode fails = steps.valueStream()
                .filter(step -> step.at("/kind").stringValue().equals("error"))
                .findFirst()
                .orElseThrow();
        int victim = fails.at("/actor").intValue();
        assertThat(fails.at("/holds")
                        .valueStream()
                        .map(hold -> hold.at("/actor").intValue()))
                .as(fails.toString())
                .isNotEmpty()
                .doesNotContain(victim);
    }

    @Test
    void what_is_staged_shows_what_the_test_records() {
        JsonNode run = lab.done("callback-gap", "staged");
        assertThat(run.at("/server").stringValue()).isEqualTo("none");
        assertThat(run.at("/forms/0/verdict").stringValue()).isEqualTo("broken");
        assertThat(run.at("/forms/0/timeline/end").stringValue())
                .isEqualTo("one number and one failure, and the caller has neither");
        assertThat(run.at("/forms/0/timeline/steps/3/text").stringValue()).startsWith("number.set(JD014)");
        assertThat(run.at("/forms/0/timeline/steps/3/actor").intValue()).isEqualTo(1);
        assertThat(run.at("/forms/1/verdict").stringValue()).isEqualTo("held");
        assertThat(run.at("/forms/1/plays/0/holds").booleanValue()).isTrue();
    }

    @Test
    void what_cannot_be_had_is_refused_with_a_reason() {
        assertProblem(lab.get("/api/hazards/no-such-hazard"), 404, "no-such-hazard");
        assertProblem(lab.get("/api/runs/no-such-run"), 404, "no-such-run");
        assertProblem(lab.delete("/api/runs/no-such-run"), 404, "no-such-run");
        assertProblem(lab.ask("no-such-hazard", "load"), 404, "no-such-hazard");
        assertProblem(lab.ask("double-spend", "staged"), 400, "what must be one of [load, search], and is 'staged'");
        assertProblem(lab.ask("double-spend", "load", "server", "oracle"), 400, "[postgresql, mariadb, h2]");
        assertProblem(lab.ask("double-spend", "load", "isolation", "none"), 400, "read committed");
        assertProblem(lab.ask("double-spend", "search", "scene", "oversell"), 400, "double-spend");
        assertProblem(lab.ask("double-spend", "load", "scene", "oversell"), 400, "no scene");
        assertProblem(lab.ask("callback-gap", "staged", "times", "21"), 400, "between 1 and 20");
        assertProblem(lab.ask("callback-gap", "staged", "server", "postgresql"), 400, "[none]");
        assertProblem(lab.post("/api/runs", "{}"), 400, "hazard is missing");
        assertProblem(lab.post("/api/runs", "no json"), 400, "");
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String said) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(said);
    }
}

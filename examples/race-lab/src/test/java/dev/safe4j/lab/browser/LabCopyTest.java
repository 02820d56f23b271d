package dev.safe4j.lab.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lab.OpenLab;
import dev.safe4j.lab.catalogue.Catalogue;
import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.Repository;
import dev.safe4j.lab.copy.Copy;
import dev.safe4j.shop.browser.Chromium;
import dev.safe4j.shop.pages.Pages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** Copies of the lab, opened as files, with nothing behind them. */
@Tag("slow")
class LabCopyTest {

    private static final Duration BOUND = Duration.ofSeconds(10);
    private static final String NOT_ITS_OWN =
            "return performance.getEntriesByType('resource').map(each => each.name).filter(name => !name.startsWith('data:'))";

    private static final List<Exhibit> HAZARDS = new Catalogue(Repository.here()).hazards();

    @TempDir
    static Path folder;

    private static Copy.Made few;
    private static Chromium browser;

    @BeforeAll
    static void copyAFew() {
        List<Exhibit> chosen = HAZARDS.stream()
                .filter(hazard -> List.of("oversell", "callback-gap").contains(hazard.slug()))
                .toList();
        try (OpenLab lab = OpenLab.start()) {
            few = new Copy(Repository.here(), chosen).record(lab.runs(), LocalDate.of(2026, 11, 27));
        }
        browser = Chromium.start(folder.resolve("profile"));
        browser.screen(1280, 800, "light");
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void nothing_was_asked_for_and_nothing_is_to_complain_of() {
        assertThat(browser.complaints()).isEmpty();
        assertThat(browser.script(NOT_ITS_OWN)).isEqualTo(List.of());
    }

    private static LabPage page(Path file) {
        return new LabPage(browser, file.toUri().toString(), BOUND);
    }

    private static LabPage page(String name, String html) throws IOException {
        return page(Files.writeString(folder.resolve(name), html));
    }

    @Test
    void the_runs_of_a_new_copy_are_shown() throws IOException {
        assertThat(few.missing()).isEmpty();
        LabPage page = page("few.html", few.html());
        page.open("");
        assertThat(browser.awaitTexts("#catalogue .slug", 2)).containsExactly("oversell", "callback-gap");

        page.click("#catalogue a[href='#/oversell']");
        page.awaitText(LabPage.CAPTION, "A recorded run of 2026-11-27 on PostgreSQL ");
        page.awaitCount(".form-result.unsafe .marks button", 8);
        assertThat(page.count(".form-result.unsafe .marks .bad")).isPositive();
        assertThat(page.count(".form-result.safe .marks .good")).isEqualTo(8);
        assertThat(page.count(".start, .cancel, [name=server], [name=isolation]"))
                .isZero();
        assertThat(page.text(".pane.safe")).contains("class SafeShelf");

        page.click("input[name=what][value=search] + span");
        page.awaitText(".form-result.safe", "Held in all");
        page.awaitText(".now", "Step 1 of 6");
        page.click(".controls [title='one step forward']");
        page.press(Keys.ARROW_RIGHT);
        page.awaitText(".now", "Step 3 of 6");
        page.press(Keys.ARROW_LEFT);
        page.awaitText(".now", "Step 2 of 6");

        page.click("#catalogue a[href='#/callback-gap']");
        page.awaitText(".lanes .end", "one number and one failure, and the caller has neither");
    }

    @Test
    void a_link_opens_a_copy_at_its_step_and_a_run_that_is_not_in_it_is_said_to_be_missing() throws IOException {
        LabPage page =
                page("less.html", few.html().replace("id=\"api/runs/callback-gap-staged\"", "id=\"not-recorded\""));
        page.open("#/oversell?what=search&step=3");
        page.awaitText(".now", "Step 3 of 6");
        page.go("#/callback-gap");
        page.awaitText(".problem", "Not recorded");
        page.go("#/double-spend");
        page.awaitText("main", "The lab knows no hazard “double-spend”.");
    }

    @Test
    void the_copy_in_the_docs_has_a_run_of_every_hazard() {
        LabPage page = page(Pages.folder().resolveSibling("lab.html"));
        page.open("");
        browser.awaitTexts("#catalogue .slug", HAZARDS.size());
        for (Exhibit hazard : HAZARDS) {
            page.go("#/" + hazard.slug());
            page.awaitText("h1", hazard.slug());
            page.awaitText(LabPage.CAPTION, "A recorded run of ");
            assertThat(page.text(".form-result.unsafe .form-head"))
                    .as(hazard.slug())
                    .contains("broken");
            assertThat(page.text(".form-result.safe .form-head"))
                    .as(hazard.slug())
                    .contains("held");
            assertThat(page.count(".problem:not([hidden])")).as(hazard.slug()).isZero();
        }
    }
}

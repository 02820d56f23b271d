package dev.safe4j.lab.browser;

import static dev.safe4j.lab.browser.FakeLab.sample;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/** The page when something is wrong, or the screen is small: it says so, goes on, and stays on the screen. */
@Tag("slow")
class LabTroubleTest extends PageCases {

    private static final String PROBLEM = ".stage .problem";
    private static final String TOO_MANY =
            "{\"title\": \"Too many runs\", \"detail\": \"4 runs are going. Wait for one, or cancel one.\"}";

    @Test
    void an_unknown_hazard_is_named_and_the_list_is_one_press_away() {
        page.open("#/double-spent");
        page.awaitText("main", "The lab knows no hazard “double-spent”.");
        page.click("main a[href='#/']");
        page.awaitText("h1", "Race lab");
    }

    @Test
    void what_the_link_asks_for_and_is_not_offered_is_named() {
        page.open("#/double-spend?what=load&server=oracle&isolation=read+committed");
        page.awaitText(
                ".notices", "asks for the server “oracle”, which is not offered here. PostgreSQL is chosen instead.");
    }

    @Test
    void a_refused_run_says_why_and_the_next_one_runs() {
        lab.answer("POST /api/runs", 429, TOO_MANY);
        lab.run(sample("load-done"));
        page.open("#/double-spend");
        page.click(".start");
        page.awaitText(PROBLEM, "Wait for one, or cancel one.");
        lab.answer("POST /api/runs", 201, "{\"id\": \"1\"}");
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Ran on PostgreSQL");
        assertThat(page.isSeen(PROBLEM)).isFalse();
    }

    @Test
    void a_server_that_died_in_a_run_is_named() {
        lab.run(sample("load-runs"), sample("load-failed"));
        page.open("#/double-spend");
        page.click(".start");
        page.awaitText(PROBLEM, "PostgreSQL died in the middle of the run");
        page.awaitText(LabPage.CAPTION, "Failed on");
        page.awaitSeen(".start");
    }

    @Test
    void an_answer_that_is_no_problem_detail_is_shown_all_the_same() {
        lab.answer("GET /api/hazards/double-spend", 502, "<html>bad gateway</html>");
        page.open("#/double-spend");
        page.awaitText("main", "502");
        lab.answer("GET /api/hazards/double-spend", 200, sample("double-spend"));
        page.click("main button");
        page.awaitText("h1", "double-spend");
    }

    @Test
    void a_lab_that_is_gone_is_missed_and_the_run_goes_on_when_it_is_back() {
        lab.run(sample("load-runs"), sample("load-runs"), sample("load-done"));
        page.open("#/double-spend");
        page.click(".start");
        page.awaitCount(".form-result.unsafe .marks button", 3);
        lab.stop();
        page.awaitText("#connection", "The lab does not answer; is it still running?");
        lab.start();
        page.awaitText(LabPage.CAPTION, "Ran on PostgreSQL");
        assertThat(page.isSeen("#connection")).isFalse();
    }

    @Test
    void a_run_that_a_new_lab_does_not_know_is_said_to_be_gone() {
        lab.run(sample("load-runs"));
        page.open("#/double-spend");
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Runs on");
        lab.answer("GET /api/runs/1", 404, "{\"title\": \"Not Found\", \"detail\": \"there is no run 1\"}");
        page.awaitText(PROBLEM, "Run it again");
        page.awaitSeen(".start");
    }

    @Test
    void a_start_without_a_lab_is_not_sent_again_by_itself() {
        page.open("#/double-spend");
        page.awaitSeen(".start");
        lab.stop();
        page.click(".start");
        page.awaitText(PROBLEM, "The lab does not answer; is it still running?");
        lab.start();
        lab.run(sample("load-done"));
        assertThat(lab.asked()).isEmpty();
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Ran on");
        assertThat(lab.asked()).hasSize(1);
    }

    @Test
    void what_comes_from_a_run_is_text_and_never_markup() {
        String evil = "<img src=x onerror='document.title=1'>";
        lab.run(sample("load-done").replace("\"paid\"", "\"" + evil + "\"").replace("Of 8 rounds", evil));
        page.open("#/double-spend");
        page.click(".start");
        page.awaitText(".form-result.unsafe .figures", evil);
        page.awaitText(".form-result.unsafe .sentence", evil);
        assertThat(page.count("main img")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"load", "search"})
    void a_phone_has_no_sideways_scrolling(String what) {
        browser.screen(360, 740, "dark");
        lab.run(sample(what + "-done"));
        page.open("");
        page.awaitSeen("#catalogue a");
        assertThat(page.overflow()).as("of the list").isZero();
        page.click("#catalogue a[href='#/double-spend']");
        page.awaitText("h1", "double-spend");
        assertThat(page.isSeen("#catalogue")).isFalse();
        assertThat(page.focus()).as("the heading has the focus").startsWith("double-spend");
        page.click("input[name=what][value=" + what + "] + span");
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Ran on");
        page.click(".whole > summary");
        assertThat(page.overflow()).as("of the hazard").isZero();
        assertThat(page.isSeen(".pane.safe")).isFalse();
        page.click(".pair .tabs button:nth-child(2)");
        page.awaitSeen(".pane.safe");
        assertThat(page.overflow()).isZero();
    }

    @Test
    void all_is_done_by_the_keyboard_alone() {
        lab.run(sample("search-done"));
        page.open("");
        page.awaitSeen("#catalogue a");
        page.press(Keys.TAB, Keys.TAB, Keys.TAB);
        page.press("spend", Keys.ENTER);
        page.awaitText("h1", "double-spend");
        browser.script("document.querySelector('[name=what]').focus()");
        page.press(Keys.ARROW_RIGHT);
        page.awaitText(".start", "Search the interleavings");
        browser.script("document.querySelector('.start').focus()");
        page.press(Keys.ENTER);
        page.awaitText(".now", "Step 1 of 7");
        page.press(Keys.ARROW_RIGHT);
        page.awaitText(".now", "Step 2 of 7");
    }
}

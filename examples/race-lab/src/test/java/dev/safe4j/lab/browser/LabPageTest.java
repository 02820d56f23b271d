package dev.safe4j.lab.browser;

import static dev.safe4j.lab.browser.FakeLab.sample;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page by itself: the list, the runs, the timeline, the address. */
@Tag("slow")
class LabPageTest extends PageCases {

    private static final String SEARCH =
            "#/double-spend?what=search&server=postgresql&isolation=read+committed&scene=two-payments";
    private static final String PRESENT = ".lanes .present";

    @Test
    void the_list_has_all_hazards_by_part_and_can_be_filtered_and_walked_by_keys() {
        page.open("");
        assertThat(browser.awaitTexts("#catalogue .slug", 5))
                .containsExactly("check-then-act", "double-spend", "oversell", "lock-order", "forgotten-unlock");
        assertThat(browser.awaitTexts("#catalogue h2", 2)).containsExactly("Atomicity", "Locks");
        browser.fill("#filter", "LOCK");
        page.awaitText("#catalogue .count", "3 of 5");
        assertThat(page.isSeen("#catalogue a[href='#/double-spend']")).isFalse();
        page.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.ENTER);
        page.awaitText("h1", "forgotten-unlock");
        assertThat(page.focus()).startsWith("forgotten-unlock");
    }

    @Test
    void a_hazard_shows_both_forms_its_fix_and_its_page() {
        page.open("#/double-spend");
        page.awaitText("h1", "double-spend");
        assertThat(page.text("h1")).contains("high severity");
        assertThat(page.text(".pane.unsafe")).contains("class UnsafeWallets").contains("select balance");
        assertThat(page.text(".pane.safe")).contains("class SafeWallets");
        assertThat(page.count(".pane .j-keyword")).isGreaterThan(10);
        assertThat(page.text(".copied pre")).contains(".provided(\"balance >= ?\", amount)");
        page.click(".whole > summary");
        page.click(".whole a[href='#/oversell']");
        page.awaitText("main", "nothing is there");
        page.back();
        page.awaitText("h1", "double-spend");
    }

    @Test
    void a_load_run_goes_to_its_end_and_shows_red_and_green() {
        lab.run(sample("load-runs"), sample("load-runs"), sample("load-done"));
        page.open("#/double-spend");
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Ran on PostgreSQL 18.3, read committed");
        page.awaitCount(".form-result.unsafe .marks button", 8);
        assertThat(page.count(".form-result.unsafe .marks .bad")).isEqualTo(7);
        assertThat(page.count(".form-result.safe .marks .good")).isEqualTo(8);
        assertThat(page.text(".form-result.unsafe .form-head")).contains("broken");
        assertThat(page.text(".form-result.safe .form-head")).contains("held");
        assertThat(page.text(".form-result.unsafe .figures")).contains("paid 320.00, should be 100.00");
        page.click(".form-result.unsafe .marks button:nth-child(4)");
        page.awaitText(".form-result.unsafe .round", "Round 4");
        assertThat(page.text(".form-result.unsafe .figures")).contains("paid 100.00, as it should be");
        assertThat(page.text("#catalogue a[href='#/double-spend']")).contains("✗✓");
        assertThat(lab.asked())
                .singleElement()
                .asString()
                .contains("\"what\":\"load\"")
                .contains("\"server\":\"postgresql\"");
    }

    @Test
    void a_search_shows_its_timeline_which_is_stepped_through_by_keys() {
        lab.run(sample("search-runs"), sample("search-done"));
        page.open(SEARCH);
        page.click(".start");
        page.awaitText(".form-result.unsafe .sentence", "broke in order 3 of 70");
        assertThat(page.text(".form-result.safe")).contains("held in all 70 orders");
        page.awaitText(".now", "Step 1 of 7");
        page.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_RIGHT);
        page.awaitText(".now", "Step 4 of 7: payment 1");
        assertThat(page.place()).isEqualTo(SEARCH + "&step=4");
        assertThat(page.text(PRESENT)).contains("waits for payment 2");
        assertThat(page.text(".card.a0")).contains("balance=100.00").contains("wallet was written since, by payment 2");
        assertThat(page.text(".card.a1")).contains("wallet where id = 1").contains("not committed");
        page.press(Keys.ARROW_LEFT);
        page.awaitText(".now", "Step 3 of 7: payment 2");
        page.press(Keys.END);
        page.awaitText(".now", "Step 7 of 7");
        assertThat(page.text(".lanes .end")).contains("✗ balance: -60.00, should be 20.00");
        page.press(Keys.HOME);
        page.awaitText(".now", "Before the first");
    }

    @Test
    void a_timeline_is_played_to_its_end_by_itself() {
        lab.run(sample("search-done"));
        page.open(SEARCH + "&step=6");
        page.click(".start");
        page.awaitText(".now", "Step 6 of 7");
        page.click(".controls .play");
        page.awaitText(".now", "Step 7 of 7");
        page.awaitText(".controls .play", "Play");
        page.click(".lanes tbody tr:nth-child(2) .step");
        page.awaitText(".now", "Step 2 of 7");
    }

    @Test
    void a_staged_hazard_is_played_step_by_step() {
        lab.run(sample("staged-done"));
        page.open("#/forgotten-unlock");
        page.click(".start");
        page.awaitText(".form-result.unsafe", "nobody counts until the process of night 1 is restarted");
        assertThat(page.text(".form-result.safe .form-head")).contains("held");
        assertThat(lab.asked())
                .singleElement()
                .asString()
                .contains("\"times\":1")
                .contains("\"isolation\":null");
    }

    @Test
    void a_link_shows_what_was_chosen_starts_nothing_and_opens_at_its_step() {
        lab.run(sample("search-done"));
        page.open(SEARCH.replace("read+committed", "serializable").replace("two-payments", "payment-and-refund")
                + "&step=5");
        page.awaitText(".caption", "points at step 5");
        assertThat(page.count("input[name=what][value=search]:checked")).isOne();
        assertThat(browser.script("return document.querySelector('[name=isolation]').value"))
                .isEqualTo("serializable");
        assertThat(browser.script("return document.querySelector('[name=scene]').value"))
                .isEqualTo("payment-and-refund");
        assertThat(lab.asked()).isEmpty();
        page.click(".start");
        page.awaitText(".now", "Step 5 of 7");
    }

    @Test
    void the_link_that_is_copied_has_the_whole_choice_and_the_fix_is_copied_as_it_stands() {
        page.open("#/double-spend");
        page.click(".actions .copy");
        page.awaitText(".actions .copy", "Copied");
        assertThat(pasted())
                .isEqualTo(lab.address() + SEARCH.replace("search", "load").replaceFirst("&scene=.*", ""));
        page.click("#fix + .copied .copy");
        page.awaitText("#fix + .copied .copy", "Copied");
        assertThat(pasted()).contains(".provided(\"balance >= ?\", amount)");
    }

    /** What is in the clipboard, as a field shows it. */
    private String pasted() {
        browser.fill("#filter", Keys.chord(Keys.CONTROL, "v"));
        return String.valueOf(browser.script("return document.querySelector('#filter').value"));
    }

    @Test
    void back_and_forward_go_through_what_was_chosen() {
        lab.run(sample("load-done"));
        page.open("#/double-spend");
        page.click(".start");
        page.awaitText(LabPage.CAPTION, "Ran on");
        page.click("input[name=server][value=h2] + span");
        page.awaitText(LabPage.CAPTION, "Many callers at once");
        assertThat(page.place()).contains("server=h2");
        page.click("#catalogue a[href='#/forgotten-unlock']");
        page.awaitText("h1", "forgotten-unlock");
        page.back();
        page.awaitText("h1", "double-spend");
        assertThat(page.count("input[name=server][value=h2]:checked")).isOne();
        page.back();
        page.awaitText(LabPage.CAPTION, "Ran on PostgreSQL");
        assertThat(page.count(".marks .bad")).isEqualTo(7);
    }

    @Test
    void a_run_is_cancelled_and_one_that_was_going_is_found_again_after_a_reload() {
        lab.run(sample("load-runs"));
        page.open("#/double-spend");
        page.click(".start");
        page.awaitCount(".form-result.unsafe .marks button", 3);
        page.reload();
        page.awaitText(LabPage.CAPTION, "Runs on PostgreSQL");
        assertThat(lab.asked()).hasSize(1);
        page.click(".cancel");
        lab.run(sample("load-runs").replace("\"running\"", "\"cancelled\""));
        page.awaitText(LabPage.CAPTION, "Cancelled");
        assertThat(lab.asked()).last().asString().isEqualTo("DELETE /api/runs/1");
        page.awaitSeen(".start");
    }
}

package dev.safe4j.shop.searched;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Hazards;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Verdict;
import java.util.Set;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Both forms of every hazard in every order of their statements, on each database. */
@Tag("slow")
class ShopSearchedTest {

    /** Whose steps are no statements: these have a recording on their page instead. */
    private static final Set<String> NOT_SEARCHED = Set.of(
            "lock-held-over-call",
            "duplicate-request",
            "lookup-then-execute",
            "crash-mid-operation",
            "duplicate-webhook",
            "double-submit",
            "repeated-side-effect",
            "blind-retry",
            "cache-stampede",
            "unlocked-file-write",
            "quota-race",
            "sequence-race");

    @Test
    void every_hazard_is_searched() {
        assertThat(Scenes.all())
                .extracting(scene -> scene.hazard)
                .containsAll(Hazards.ALL.stream()
                        .filter(hazard -> !NOT_SEARCHED.contains(hazard.slug()))
                        .toList());
    }

    @EachDatabase
    void an_order_is_found_that_breaks_the_unsafe_form(TestDatabase db) {
        SoftAssertions softly = new SoftAssertions();
        try (SearchedShop shop = SearchedShop.on(db)) {
            for (Searched<?> scene : Scenes.all()) {
                Exploration found = scene.search(shop, Form.UNSAFE).tryExplore();
                softly.assertThat(found.verdict())
                        .as(() -> scene + ", unsafe: " + found)
                        .isEqualTo(scene.unsafe());
                softly.assertThat(
                                found.verdict() != Verdict.HELD || found.scope().isExhausted())
                        .as(() -> scene + ", unsafe: " + found)
                        .isTrue();
            }
        }
        softly.assertAll();
    }

    @EachDatabase
    void the_safe_form_holds_in_all_orders(TestDatabase db) {
        SoftAssertions softly = new SoftAssertions();
        try (SearchedShop shop = SearchedShop.on(db)) {
            for (Searched<?> scene : Scenes.all()) {
                Exploration found = scene.search(shop, Form.SAFE).tryExplore();
                System.out.println(db.kind() + " " + scene + ", safe: " + found);
                softly.assertThat(found.held())
                        .as(() -> scene + ", safe: " + found)
                        .isTrue();
                softly.assertThat(found.scope().isExhausted())
                        .as(() -> scene + ", safe: " + found)
                        .isTrue();
                softly.assertThat(found.scope().orders())
                        .as(() -> scene + ", safe: " + found)
                        .isGreaterThan(1);
            }
        }
        softly.assertAll();
    }
}

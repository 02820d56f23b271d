package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HazardsTest {

    private static final String RACED = """
            check-then-act double-spend oversell lost-update unique-race upsert-race
            half-done-transfer file-toctou phantom-booking write-skew non-repeatable-read
            long-transaction wrong-boundary effect-before-commit lock-order lock-held-over-call
            duplicate-request lookup-then-execute crash-mid-operation duplicate-webhook double-submit
            repeated-side-effect blind-retry cache-stampede unlocked-file-write quota-race
            sequence-race""";

    /** One grammar: the package is the slug, the two forms differ in their first word, and share an interface. */
    @Test
    void every_hazard_has_two_forms_of_one_operation_in_a_package_of_its_name() {
        Set<String> slugs = new HashSet<>();
        for (Hazard hazard : Hazards.ALL) {
            assertThat(slugs.add(hazard.slug())).as(hazard.slug()).isTrue();
            String expected = "dev.safe4j.shop." + hazard.slug().replace("-", "");
            assertThat(hazard.unsafe().getPackageName()).isEqualTo(expected);
            assertThat(hazard.safe().getPackageName()).isEqualTo(expected);
            String operation = hazard.safe().getSimpleName().replaceFirst("^Safe", "");
            assertThat(hazard.unsafe().getSimpleName()).isEqualTo("Unsafe" + operation);
            assertThat(hazard.safe().getSimpleName()).isEqualTo("Safe" + operation);
            assertThat(hazard.safe().getInterfaces()).isEqualTo(hazard.unsafe().getInterfaces());
            assertThat(hazard.of(Form.SAFE).getInterfaces()[0].getSimpleName()).isEqualTo(operation);
            assertThat(hazard.title()).isNotBlank();
        }
    }

    @Test
    void
            the_catalogues_parts_atomicity_isolation_and_retries_are_covered_and_two_each_of_locks_of_shared_state_and_of_parallel_work() {
        assertThat(Hazards.ALL).extracting(Hazard::slug).containsExactly(RACED.split("\\s+"));
        assertThat(Hazards.find("oversell")).isPresent();
        assertThat(Hazards.find("no-such-hazard")).isEmpty();
    }
}

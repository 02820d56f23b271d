package dev.safe4j.shop.race;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RaceTableTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void wrong_figures_stand_beside_the_right_ones() {
        FormScore unsafe = new FormScore();
        unsafe.add(answers(200, 200, 500), Ending.of(Figure.exactly("sold", 2, 1)), SECOND);
        FormScore safe = new FormScore();
        safe.add(answers(200, 409, 409), Ending.of(Figure.exactly("sold", 1, 1), Figure.largest("waited", 7)), SECOND);
        String table = table(unsafe, safe);
        assertThat(table)
                .contains("unsafe  BROKEN  sold 2, not 1 ")
                .contains("2x200 1x500")
                .contains("safe    exact   sold 1; waited 7 ")
                .contains("1x200 2x409")
                .contains("Of 1 hazards, 1 broke the unsafe form; the safe form was exact in 1.");
    }

    @Test
    void an_unsafe_form_that_did_not_break_is_said_to_have_held() {
        FormScore right = new FormScore();
        right.add(answers(200), Ending.of(Figure.exactly("sold", 1, 1)), SECOND);
        assertThat(table(right, right))
                .contains("unsafe  held ")
                .contains("safe    exact ")
                .contains("0 broke");
    }

    @Test
    void rounds_that_cancel_out_are_not_exact() {
        FormScore score = new FormScore();
        score.add(answers(200), Ending.of(Figure.exactly("left", 2, 1)), SECOND);
        score.add(answers(200), Ending.of(Figure.exactly("left", 0, 1)), SECOND);
        assertThat(score.result().exact()).isFalse();
        assertThat(table(score, score)).contains("left 2; wrong in 2 rounds, which cancel out");
    }

    @Test
    void a_request_without_an_answer_is_not_exact() {
        FormScore score = new FormScore();
        score.add(answers(200, Answer.NONE), Ending.of(Figure.exactly("sold", 1, 1)), SECOND);
        assertThat(score.result().exact()).isFalse();
        assertThat(score.result().statuses()).containsEntry("none", 1);
    }

    @Test
    void figures_add_up_and_the_largest_stays() {
        FormScore score = new FormScore();
        score.add(answers(200), Ending.of(money("1.10"), Figure.largest("ms", 7)), SECOND);
        score.add(answers(201), Ending.of(money("2.20"), Figure.largest("ms", 3)), SECOND);
        FormResult result = score.result();
        assertThat(result.endState())
                .containsEntry("left", new BigDecimal("3.30"))
                .containsEntry("ms", BigDecimal.valueOf(7));
        assertThat(result.expected()).containsOnlyKeys("left");
        assertThat(result.requestsPerSecond()).isEqualTo(1);
        assertThat(result.exact()).isTrue();
    }

    private static Figure money(String amount) {
        return Figure.exactly("left", new BigDecimal(amount), new BigDecimal(amount));
    }

    private static Answers answers(Integer... statuses) {
        return new Answers(List.of(statuses).stream()
                .map(status -> new Answer("POST", status, "", "", Duration.ZERO))
                .toList());
    }

    private static String table(FormScore unsafe, FormScore safe) {
        String table = RaceTable.of(
                List.of(new HazardResult("oversell", "title", "scene", 3, unsafe.result(), safe.result())));
        assertThat(table.lines()).allMatch(line -> line.length() <= 120);
        return table;
    }
}

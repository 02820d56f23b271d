package dev.safe4j.shop.race;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Adds up the rounds of one form. For one thread. */
final class FormScore {

    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private Duration calling = Duration.ZERO;
    private int requests;
    private int wrongRounds;

    void add(Answers answers, Ending ending, Duration took) {
        ending.figures().forEach(figure -> figures.merge(figure.name(), figure, Figure::plus));
        answers.all().forEach(answer -> statuses.merge(name(answer.status()), 1, Integer::sum));
        calling = calling.plus(took);
        requests += answers.all().size();
        wrongRounds += ending.isExact() ? 0 : 1;
    }

    private static String name(int status) {
        return status == Answer.NONE ? FormResult.UNANSWERED : Integer.toString(status);
    }

    int requests() {
        return requests;
    }

    FormResult result() {
        Map<String, BigDecimal> endState = new LinkedHashMap<>();
        Map<String, BigDecimal> expected = new LinkedHashMap<>();
        figures.forEach((name, figure) -> {
            endState.put(name, figure.actual());
            if (figure.expected() != null) {
                expected.put(name, figure.expected());
            }
        });
        boolean exact = wrongRounds == 0 && !statuses.containsKey(FormResult.UNANSWERED);
        long perSecond = Math.round(requests / Math.max(calling.toNanos() / 1e9, 1e-9));
        return new FormResult(endState, expected, exact, wrongRounds, statuses, perSecond);
    }
}

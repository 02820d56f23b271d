package dev.safe4j.shop.race;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All answers of a round. */
public record Answers(List<Answer> all) {

    private static final int ERROR_PAGE = 500;

    /** How many requests that change something were answered by a success. */
    public long done() {
        return count(answer -> answer.isSuccess() && !answer.method().equals("GET"));
    }

    /** How many were answered by an error page. */
    public long errorPages() {
        return count(answer -> answer.status() == ERROR_PAGE);
    }

    public long count(Predicate<Answer> which) {
        return all.stream().filter(which).count();
    }

    /** What successful reads brought. */
    public Stream<String> read() {
        return all.stream()
                .filter(answer -> answer.isSuccess() && answer.method().equals("GET"))
                .map(Answer::body);
    }
}

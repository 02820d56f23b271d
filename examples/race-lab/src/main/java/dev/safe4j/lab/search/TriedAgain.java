package dev.safe4j.lab.search;

import dev.safe4j.shop.searched.Searched;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Finding;
import dev.safe4j.test.interleavings.Verdict;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What servers do at the higher levels: no order breaks the data, and who loses is told to run his transaction again. The pages of the
 * catalogue do not count that as broken, unless such an error is what the scene is about.
 */
final class TriedAgain {

    private static final Pattern SQL_ERROR = Pattern.compile("\\((\\w{5})(?:/(\\d+))?\\)");
    private static final String MARIADB_CHANGED = "1020";

    private TriedAgain() {}

    static boolean isAllThatHappens(Searched<?> scene, Exploration found) {
        return found.verdict() == Verdict.ACTOR_ERROR
                && scene.unsafe() != Verdict.ACTOR_ERROR
                && found.scope().isExhausted()
                && found.outcomes().keySet().stream()
                        .flatMap(end -> SQL_ERROR.matcher(end).results())
                        .allMatch(TriedAgain::isToBeTriedAgain);
    }

    private static boolean isToBeTriedAgain(MatchResult error) {
        return Sql.isRolledBack(error.group(1)) || MARIADB_CHANGED.equals(error.group(2));
    }

    static String said(Exploration found) {
        Finding finding = Objects.requireNonNull(found.finding());
        return "Of " + found.scope().orders() + " orders, none breaks it; in some, a caller is told to try again: "
                + finding.what() + ". " + found.scope().database() + ", "
                + found.scope().isolation() + ".";
    }
}

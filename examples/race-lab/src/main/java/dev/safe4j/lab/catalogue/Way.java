package dev.safe4j.lab.catalogue;

import dev.safe4j.test.interleavings.Isolation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A way in which a hazard can be shown, and what there is to choose.
 *
 * @param what which
 * @param servers on which, the first unless told otherwise; never empty
 * @param isolations at which levels; empty if it is not about them
 * @param isolation at which unless told otherwise; null if it is not about them
 */
public record Way(
        What what,
        List<Where> servers,
        List<Isolation> isolations,
        @Nullable Isolation isolation) {

    static final List<Where> DATABASES = List.of(Where.POSTGRESQL, Where.MARIADB, Where.H2);
    private static final List<Isolation> LEVELS =
            List.of(Isolation.READ_COMMITTED, Isolation.REPEATABLE_READ, Isolation.SERIALIZABLE);

    /** On each database, at each level. */
    static Way atEachLevel(What what, Isolation otherwise) {
        return new Way(what, DATABASES, LEVELS, otherwise);
    }

    static Way staged(List<Where> servers) {
        return new Way(What.STAGED, servers, List.of(), null);
    }
}

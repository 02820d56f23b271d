package dev.safe4j.lab.run;

import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.Way;
import dev.safe4j.lab.catalogue.What;
import dev.safe4j.lab.catalogue.Where;
import dev.safe4j.test.interleavings.Isolation;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, and can be had.
 *
 * @param hazard which
 * @param what in which way
 * @param server on what
 * @param isolation at which level; null if it is not about one
 * @param scene of the search; null if it is none
 * @param times how often it is staged
 */
public record Choice(
        Exhibit hazard,
        What what,
        Where server,
        @Nullable Isolation isolation,
        @Nullable String scene,
        int times) {

    private static final int MOST_TIMES = 20;

    /**
     * What comes over HTTP; what is missing is chosen here, but for the way.
     *
     * @param hazard its name
     * @param what "load", "search" or "staged"
     * @param server "postgresql", …
     * @param isolation "read committed", …
     * @param scene its name
     * @param times 1 to 20
     */
    public record Wish(
            @Nullable String hazard,
            @Nullable String what,
            @Nullable String server,
            @Nullable String isolation,
            @Nullable String scene,
            @Nullable Integer times) {}

    /**
     * Finds what is wished for.
     *
     * @throws BadWish naming the value, and what it may be
     */
    static Choice of(Exhibit hazard, Wish wish) {
        Way way = one("what", wish.what(), hazard.ways(), each -> each.what().label(), null);
        Where server = one(
                "server",
                wish.server(),
                way.servers(),
                Where::label,
                way.servers().get(0));
        refuse("isolation", wish.isolation(), way, way.isolations().isEmpty());
        refuse("scene", wish.scene(), way, way.what() != What.SEARCH);
        Isolation isolation = way.isolations().isEmpty()
                ? null
                : one("isolation", wish.isolation(), way.isolations(), Isolation::toString, way.isolation());
        String scene = way.what() != What.SEARCH
                ? null
                : one(
                                "scene",
                                wish.scene(),
                                hazard.scenes(),
                                Exhibit.Scene::name,
                                hazard.scenes().get(0))
                        .name();
        return new Choice(hazard, way.what(), server, isolation, scene, times(wish, way));
    }

    private static int times(Wish wish, Way way) {
        Integer times = wish.times();
        if (times == null) {
            return 1;
        }
        int most = way.what() == What.STAGED ? MOST_TIMES : 1;
        if (times < 1 || times > most) {
            throw new BadWish(
                    "times must be between 1 and " + most + " for " + way.what().label() + ", and is " + times);
        }
        return times;
    }

    private static <T> T one(
            String name, @Nullable String value, List<T> all, Function<T, String> label, @Nullable T otherwise) {
        if (value == null && otherwise != null) {
            return otherwise;
        }
        return all.stream()
                .filter(each -> label.apply(each).equals(value))
                .findFirst()
                .orElseThrow(() -> new BadWish(
                        name + " must be one of " + all.stream().map(label).toList() + ", and is "
                                + (value == null ? "missing" : "'" + value + "'")));
    }

    private static void refuse(String name, @Nullable String value, Way way, boolean hasNone) {
        if (value != null && hasNone) {
            throw new BadWish(way.what().label() + " has no " + name + ", and got '" + value + "'");
        }
    }
}

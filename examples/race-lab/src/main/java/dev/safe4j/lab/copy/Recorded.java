package dev.safe4j.lab.copy;

import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.Way;
import dev.safe4j.lab.catalogue.What;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A run that a copy has to have.
 *
 * @param hazard of which
 * @param what in which way
 * @param scene of the search; null if it is none
 */
record Recorded(Exhibit hazard, What what, @Nullable String scene) {

    /** Those of a hazard: one for each way, and for each scene. */
    static List<Recorded> of(Exhibit hazard) {
        return hazard.ways().stream().flatMap(way -> of(hazard, way)).toList();
    }

    private static Stream<Recorded> of(Exhibit hazard, Way way) {
        if (way.what() == What.SEARCH) {
            return hazard.scenes().stream().map(scene -> new Recorded(hazard, What.SEARCH, scene.name()));
        }
        return Stream.of(new Recorded(hazard, way.what(), null));
    }

    String name() {
        return hazard.slug() + "-" + what.label() + (scene == null ? "" : "-" + scene);
    }

    /** Under which the page asks for it. */
    String path() {
        return "api/runs/" + name();
    }

    /** What its two forms are called. */
    List<String> classes() {
        return List.of(hazard.unsafe().name(), hazard.safe().name());
    }
}

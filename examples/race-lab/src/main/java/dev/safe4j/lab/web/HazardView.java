package dev.safe4j.lab.web;

import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.Source;
import dev.safe4j.lab.catalogue.Where;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One hazard, with all that there is to see and to choose. */
public record HazardView(
        String slug,
        String part,
        String line,
        String use,
        @Nullable String severity,
        String page,
        String pageHtml,
        String fix,
        String reviewer,
        Source unsafe,
        Source safe,
        List<Way> whats,
        List<Exhibit.Scene> scenes) {

    /** A way in which it can be shown. */
    public record Way(
            String what,
            List<String> servers,
            List<String> isolations,
            @Nullable String isolation) {}

    public static HazardView of(Exhibit hazard) {
        return new HazardView(
                hazard.slug(),
                hazard.part(),
                hazard.line(),
                hazard.use(),
                hazard.page().severity(),
                "patterns/" + hazard.slug() + ".md",
                hazard.page().html(),
                hazard.page().fix(),
                hazard.page().reviewer(),
                hazard.unsafe(),
                hazard.safe(),
                hazard.ways().stream().map(HazardView::way).toList(),
                hazard.scenes());
    }

    private static Way way(dev.safe4j.lab.catalogue.Way way) {
        return new Way(
                way.what().label(),
                way.servers().stream().map(Where::label).toList(),
                way.isolations().stream().map(String::valueOf).toList(),
                way.isolation() == null ? null : way.isolation().toString());
    }
}

package dev.safe4j.lab.web;

import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.Where;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All hazards by part, and all servers. */
public record CatalogueView(List<Part> parts, List<Server> servers) {

    /** A part of the catalogue. */
    public record Part(String name, List<Line> hazards) {}

    /** A hazard in a line. */
    public record Line(
            String slug, String line, String use, @Nullable String severity, List<String> whats) {}

    /** A server, or none. */
    public record Server(String name, String title) {}

    public static CatalogueView of(List<Exhibit> hazards) {
        Map<String, List<Line>> parts = new LinkedHashMap<>();
        for (Exhibit hazard : hazards) {
            parts.computeIfAbsent(hazard.part(), part -> new ArrayList<>()).add(line(hazard));
        }
        return new CatalogueView(
                parts.entrySet().stream()
                        .map(part -> new Part(part.getKey(), part.getValue()))
                        .toList(),
                Stream.of(Where.values())
                        .map(where -> new Server(where.label(), where.title()))
                        .toList());
    }

    private static Line line(Exhibit hazard) {
        return new Line(
                hazard.slug(),
                hazard.line(),
                hazard.use(),
                hazard.page().severity(),
                hazard.ways().stream().map(way -> way.what().label()).toList());
    }
}

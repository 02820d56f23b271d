package dev.safe4j.lab.catalogue;

import dev.safe4j.shop.Hazards;
import dev.safe4j.shop.searched.Scenes;
import dev.safe4j.shop.searched.Searched;
import dev.safe4j.test.interleavings.Isolation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every hazard of the catalogue, as the repository has it. Read once, when the lab opens. */
public final class Catalogue {

    private final Repository repository;
    private final List<Searched<?>> scenes = Scenes.all();
    private final Map<String, Exhibit> hazards = new LinkedHashMap<>();

    /**
     * Reads it.
     *
     * @throws IllegalStateException naming the hazard that cannot be shown
     */
    public Catalogue(Repository repository) {
        this.repository = repository;
        Index index = Index.of(repository.text(repository.patterns().resolve("README.md")));
        for (Index.Part part : index.parts()) {
            part.hazards().forEach(line -> hazards.put(line.slug(), exhibit(part.name(), line)));
        }
    }

    /** In the catalogue's order. */
    public List<Exhibit> hazards() {
        return List.copyOf(hazards.values());
    }

    public Optional<Exhibit> find(String slug) {
        return Optional.ofNullable(hazards.get(slug));
    }

    private Exhibit exhibit(String part, Index.Line line) {
        String slug = line.slug();
        String markdown = repository.text(repository.patterns().resolve(slug + ".md"));
        Source unsafe = repository.source(slug, "Unsafe");
        List<Searched<?>> own = scenes.stream()
                .filter(scene -> scene.hazard().slug().equals(slug))
                .sorted(Comparator.comparing(scene -> !scene.name().equals(slug))) // the one of the page first
                .toList();
        Optional<Plays> plays = markdown.contains("<!-- events: " + slug + " -->")
                ? Optional.of(Plays.of(slug, unsafe))
                : Optional.empty();
        return new Exhibit(
                slug,
                part,
                line.line(),
                line.use(),
                PatternPage.of(slug, markdown),
                unsafe,
                repository.source(slug, "Safe"),
                ways(slug, own, plays),
                own.stream().map(Catalogue::scene).toList(),
                plays);
    }

    private static List<Way> ways(String slug, List<Searched<?>> scenes, Optional<Plays> plays) {
        List<Way> ways = new ArrayList<>();
        if (Hazards.find(slug).isPresent()) {
            ways.add(Way.atEachLevel(What.LOAD, Isolation.READ_COMMITTED));
        }
        if (!scenes.isEmpty()) {
            ways.add(Way.atEachLevel(What.SEARCH, scenes.get(0).isolation()));
        }
        plays.ifPresent(each -> ways.add(Way.staged(each.servers())));
        if (ways.isEmpty() || ways.stream().anyMatch(way -> way.servers().isEmpty())) {
            throw new IllegalStateException(
                    "hazard " + slug + " cannot be shown: it is neither raced nor searched nor staged");
        }
        return ways;
    }

    /** Two scenes may have the same cast: what is different stands in the name. */
    private static Exhibit.Scene scene(Searched<?> scene) {
        String slug = scene.hazard().slug();
        String more = scene.name().equals(slug)
                ? ""
                : scene.name().substring(slug.length() + 1).replace('-', ' ');
        return new Exhibit.Scene(scene.name(), scene.cast() + (more.isEmpty() ? "" : ": " + more));
    }
}

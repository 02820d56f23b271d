package dev.safe4j.lab.copy;

import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.Repository;
import dev.safe4j.lab.catalogue.What;
import dev.safe4j.lab.run.Choice;
import dev.safe4j.lab.run.RunView;
import dev.safe4j.lab.run.Runs;
import dev.safe4j.lab.web.CatalogueView;
import dev.safe4j.lab.web.HazardView;
import dev.safe4j.servers.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes the page, and what it would ask for, into a folder: each hazard was run once in each way. */
public final class Copy {

    private static final String ASSETS = "examples/race-lab/src/main/resources/static";
    private static final String MARK = "<meta name=\"lab-copy\" content=\"true\">";
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    private final Path folder;
    private final LocalDate today;
    private final JsonMapper json;
    private final List<String> failed = new ArrayList<>();

    /** Into a folder, under a date. */
    public Copy(Path folder, LocalDate today, JsonMapper json) {
        this.folder = folder;
        this.today = today;
        this.json = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    /**
     * Runs everything, one after the other, and writes it.
     *
     * @return which runs could not be done, and why; empty if all could
     */
    public List<String> write(Repository repository, List<Exhibit> hazards, Runs runs) {
        assets(repository.root().resolve(ASSETS));
        write("api/hazards", CatalogueView.of(hazards));
        for (Exhibit hazard : hazards) {
            write("api/hazards/" + hazard.slug(), HazardView.of(hazard));
            hazard.ways().forEach(way -> {
                if (way.what() == What.SEARCH) {
                    hazard.scenes().forEach(scene -> record(hazard, way.what(), scene.name(), runs));
                } else {
                    record(hazard, way.what(), null, runs);
                }
            });
        }
        return failed;
    }

    private void record(Exhibit hazard, What what, @Nullable String scene, Runs runs) {
        String id = runs.begin(new Choice.Wish(hazard.slug(), what.label(), null, null, scene, null));
        Await.until(LONGEST_RUN, "run " + id + " is over", () -> runs.view(id).hasEnded());
        RunView run = runs.view(id);
        String name = hazard.slug() + "-" + what.label() + (scene == null ? "" : "-" + scene);
        if (!run.state().equals("done")) {
            failed.add(name + ": " + run.error());
            return;
        }
        ObjectNode recorded = json.valueToTree(run);
        write("api/runs/" + name, recorded.put("recorded", today.toString()));
    }

    private void write(String name, Object value) {
        Path file = folder.resolve(name + ".json");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, json.writeValueAsString(value) + "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write " + file, failure);
        }
    }

    private void assets(Path from) {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path to = folder.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                if (file.endsWith("index.html")) {
                    Files.writeString(
                            to, Files.readString(file).replaceFirst("(?<=<head>\n)(\\s*)", "$1" + MARK + "\n$1"));
                } else {
                    Files.write(to, Files.readAllBytes(file));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("could not copy the page to " + folder, failure);
        }
    }
}

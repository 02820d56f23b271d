package dev.safe4j.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.lab.catalogue.Catalogue;
import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.Repository;
import dev.safe4j.lab.copy.Copy;
import dev.safe4j.lab.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The copy has the page, and what it asks for. That all can be run is the business of EveryHazardTest. */
@Tag("slow")
class CopyTest {

    @TempDir
    Path folder;

    @Test
    void the_copy_of_a_few_hazards() throws IOException {
        Repository repository = Repository.here();
        List<Exhibit> few = new Catalogue(repository)
                .hazards().stream()
                        .filter(hazard -> List.of("oversell", "callback-gap").contains(hazard.slug()))
                        .toList();
        try (ConfigurableApplicationContext lab = Opening.start("--server.port=0")) {
            Copy copy = new Copy(folder, LocalDate.of(2026, 11, 27), lab.getBean(JsonMapper.class));
            assertThat(copy.write(repository, few, lab.getBean(Runs.class))).isEmpty();
        }
        assertThat(Files.readString(folder.resolve("index.html")))
                .containsOnlyOnce("<meta name=\"lab-copy\" content=\"true\">");
        assertThat(read("hazards").at("/parts").size()).isEqualTo(2);
        assertThat(read("hazards/oversell").at("/unsafe/name").stringValue()).isEqualTo("UnsafeShelf");
        for (String run : new String[] {
            "oversell-load", "oversell-search-oversell", "oversell-search-oversell-delivery", "callback-gap-staged"
        }) {
            JsonNode recorded = read("runs/" + run);
            assertThat(recorded.at("/recorded").stringValue()).isEqualTo("2026-11-27");
            assertThat(recorded.at("/state").stringValue()).isEqualTo("done");
        }
    }

    private JsonNode read(String name) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("api").resolve(name + ".json")));
    }
}

package dev.safe4j.test.known;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.race.Race;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the guide shows is what the tests have found. */
class GuideTest {

    private static final Path GUIDE = Path.of("../docs/guide/race-testing.md");

    @Test
    void the_guide_has_the_matrix() throws IOException {
        assertBlock("matrix", Matrix.table());
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void the_guide_has_the_timeline_of_the_double_spend(TestDatabase db) throws IOException {
        try (Scene scene = new Scene(db, KnownRaces.doubleSpend("2", "double spend", ""))) {
            Exploration found = scene.search(Isolation.READ_COMMITTED).tryExplore();
            assertBlock(
                    "timeline", "```text\n" + withoutVersions(found.toString().stripTrailing()) + "\n```");
        }
    }

    @Test
    void the_guides_race_runs() {
        AtomicInteger counter = new AtomicInteger();
        Race.of(10, caller -> counter.incrementAndGet()).rounds(20).run().assertSucceeded(10);
        assertThat(counter).hasValue(200);
    }

    private static String withoutVersions(String report) {
        return report.replaceAll("PostgreSQL [0-9.]+", "PostgreSQL 18")
                .replaceAll("postgresql-[0-9]+", "postgresql-18");
    }

    private static void assertBlock(String name, String content) throws IOException {
        String guide = Files.readString(GUIDE);
        String begin = "<!-- " + name + " -->\n";
        String end = "<!-- /" + name + " -->";
        int from = guide.indexOf(begin) + begin.length();
        int to = guide.indexOf(end);
        if ("write".equals(System.getProperty("safe4j.golden"))) {
            Files.writeString(GUIDE, guide.substring(0, from) + content + "\n" + guide.substring(to));
            return;
        }
        assertThat(guide.substring(from, to)).isEqualTo(content + "\n");
    }
}

package dev.safe4j.test.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.schedule.Mask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The renderings of real findings. {@code -Dsafe4j.golden=write} writes the files that they are compared with. */
@Tag("slow")
class RaceReportsTest {

    private static final Path GOLDEN = Path.of("src/test/resources/race-reports");

    private final ObjectMapper mapper = new ObjectMapper();

    private static void assertGolden(String name, Exploration found) throws IOException {
        assertGolden(name + ".txt", found + "\n");
        assertGolden(name + ".md", RaceReports.markdown(found));
        assertGolden(name + ".json", RaceReports.json(found));
    }

    private static void assertGolden(String file, String text) throws IOException {
        String anyVersion = text.replaceAll("(PostgreSQL|MariaDB|H2) [0-9.]+", "$1 VERSION")
                .replaceAll(":(postgresql|mariadb|h2)-[0-9.]+:", ":$1-VERSION:");
        if ("write".equals(System.getProperty("safe4j.golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(GOLDEN.resolve(file), anyVersion);
        }
        assertThat(anyVersion).as(file).isEqualTo(Files.readString(GOLDEN.resolve(file)));
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void a_wait_and_what_the_invariant_says(TestDatabase db) throws IOException {
        Sample sample = Sample.accounts(db);
        assertGolden("double-spend", sample.replayOfDoubleSpend(tokenOf(sample, "0,1,0,1,0,1")));
    }

    @EachDatabase(ServerKind.H2)
    void an_actor_that_fails(TestDatabase db) throws IOException {
        assertGolden(
                "serialization-failure",
                Sample.accounts(db).at(Isolation.REPEATABLE_READ).lostUpdate());
    }

    @EachDatabase(ServerKind.MARIADB)
    void three_actors(TestDatabase db) throws IOException {
        assertGolden("read-only-anomaly", Sample.accounts(db).readOnlyAnomaly());
    }

    @EachDatabase(ServerKind.H2)
    void what_held(TestDatabase db) throws IOException {
        Exploration held = Sample.accounts(db).held();
        assertGolden("held", held);
        assertThat(RaceReports.html(held))
                .contains("verdict held")
                .contains("exhausted")
                .doesNotContain("Replay");
        assertThat(RaceReports.markdownTimeline(held)).isEmpty();
    }

    private static String tokenOf(Sample sample, String moves) {
        String token =
                Objects.requireNonNull(sample.doubleSpend().finding()).token().toString();
        return token.substring(0, token.lastIndexOf(':') + 1) + moves;
    }

    @EachDatabase
    void a_second_search_gives_the_same_report(TestDatabase db) {
        Sample sample = Sample.accounts(db);
        Exploration first = sample.doubleSpend();
        Exploration second = sample.doubleSpend();
        assertThat(RaceReports.markdown(second)).isEqualTo(RaceReports.markdown(first));
        assertThat(RaceReports.json(second)).isEqualTo(RaceReports.json(first));
        assertThat(RaceReports.html(second)).isEqualTo(RaceReports.html(first));
        assertThat(second).hasToString(first.toString());
    }

    private Exploration hostile(TestDatabase db, String value) {
        Sample sample = new Sample(db, "create table note (id int primary key, text varchar(200))");
        return sample.from("delete from note")
                .actor("a </script><b>{{token}}|`", () -> {
                    sample.jdbc.update("insert into note (id, text) values (1, ?)", value);
                    return sample.jdbc.queryForObject(
                            "select text from note where id = 1 /* </td><i> | */", String.class);
                })
                .always("<img src=x onerror=alert(1)> {{script}}", () -> {
                    throw new AssertionError("</title><script>alert('x')</script>\n| a | b |");
                })
                .tryExplore();
    }

    @EachDatabase
    void html_escapes_whatever_comes_from_a_run(TestDatabase db) {
        String value = "</script><img onerror=x>\"'&\n\u202e\u2028";
        String html = RaceReports.html(hostile(db, value));
        assertThat(html)
                .doesNotContain("<img")
                .doesNotContain("<i>")
                .doesNotContain("<b>{{")
                .doesNotContain("\u202e")
                .contains("&lt;/script&gt;&lt;img onerror=x&gt;&quot;")
                .contains("\\n\\u202e\\u2028")
                .contains("{{token}}")
                .contains("{{script}}")
                .contains("script-src 'sha256-");
        assertThat(html.split("<script>")).hasSize(2);
        assertThat(html.split("</script>")).hasSize(2);
        assertThat(html).doesNotContainPattern("(src|href)=\"?(https?:)?//").doesNotContainPattern("<[^>]* on[a-z]+=");
    }

    @EachDatabase
    void json_and_markdown_escape_whatever_comes_from_a_run(TestDatabase db) throws IOException {
        Exploration found = hostile(db, "a\"b\\c\n</script>`|\u2028");
        JsonNode json = mapper.readTree(RaceReports.json(found));
        assertThat(json.get("verdict").asString()).isEqualTo("VIOLATED");
        assertThat(json.get("rows").get(0).get("what").asString())
                .isEqualTo("insert into note (id, text) values (1, 'a\"b\\c </script>`|\\u2028')");
        assertThat(json.get("actors").get(0).get("name").asString()).isEqualTo("a </script><b>{{token}}|`");
        assertThat(json.get("token").asString())
                .isEqualTo(Objects.requireNonNull(found.finding()).token().toString());
        assertThat(json.get("scope").get("isolation").asString()).isEqualTo("read committed");
        assertThat(RaceReports.json(found)).doesNotContain("<");
        String table = RaceReports.markdownTimeline(found);
        assertThat(table.lines())
                .allMatch(line ->
                        line.replace("\\|", "").chars().filter(c -> c == '|').count() == 3);
        assertThat(table).contains("`` insert into note (id, text) values (1, 'a\"b\\c </script>`\\|\\u2028') ``");
        assertThat(RaceReports.markdown(found)).doesNotContain("\n| a | b |").contains("\\<img src=x");
    }

    @EachDatabase
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void secrets_are_hidden_in_every_rendering(TestDatabase db, @TempDir Path directory) throws IOException {
        System.setProperty(Mask.PROPERTY, "hunter\\d+-*|(?<=name = )'[^']*'");
        try {
            Sample sample = new Sample(db, "create table login (name varchar(200) primary key)");
            String secret = "hunter2-----------------------------------------";
            Exploration found = sample.from("delete from login")
                    .actor("hunter3", () -> {
                        sample.jdbc.update("insert into login (name) values (?)", secret);
                        sample.jdbc.queryForObject("select name from login where name = 'ann' or true", String.class);
                        return sample.jdbc.update("insert into login (name) values (?)", secret);
                    })
                    .tryExplore();
            RaceReports.writeTo(directory.resolve("new"), "a/b: c", found)
                    .forEach(file -> assertThat(file)
                            .content()
                            .contains("***")
                            .doesNotContain("hunter")
                            .doesNotContain("ann"));
        } finally {
            System.clearProperty(Mask.PROPERTY);
        }
        try (var files = Files.list(directory.resolve("new"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("a-b-c.txt", "a-b-c.md", "a-b-c.html", "a-b-c.json");
        }
    }

    @EachDatabase(ServerKind.H2)
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void bad_input_is_told(TestDatabase db, @TempDir Path directory) {
        Exploration held = Sample.accounts(db).held();
        assertThatThrownBy(() -> RaceReports.writeTo(directory, "../", held))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'../'");
        System.setProperty(Mask.PROPERTY, "(");
        try {
            assertThatThrownBy(() -> RaceReports.markdown(held))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("safe4j.race.mask = '('");
        } finally {
            System.clearProperty(Mask.PROPERTY);
        }
    }
}

package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Tag("slow")
class TwoInstancesTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    @EachDatabase(ServerKind.POSTGRESQL)
    void two_start_at_once_on_an_empty_database_and_are_raced_against(TestDatabase db) throws Exception {
        List<ConfigurableApplicationContext> shops = startTwoAtOnce(db);
        try {
            Path file = folder.resolve("race.json");
            Run run =
                    run(db, "--json=" + file, "--race.targets=" + address(shops.get(0)) + "," + address(shops.get(1)));
            assertThat(run.code()).as(run.printed()).hasValue(0);
            assertThat(run.printed())
                    .contains("The shop serves at http://localhost:")
                    .contains("oversell: ");
            assertThat(run.printed().lines()).allMatch(line -> line.length() <= 120 || line.contains("http://"));
            assertFigures(JsonMapper.shared().readTree(Files.readString(file)));
            assertThat(db.value(Long.class, "select count(*) from sweet where id > 2"))
                    .as("the race has cleaned up")
                    .isZero();
        } finally {
            shops.forEach(ConfigurableApplicationContext::close);
        }
    }

    private static void assertFigures(JsonNode hazards) {
        assertThat(hazards.size()).isEqualTo(Hazards.ALL.size());
        int broken = 0;
        for (JsonNode hazard : hazards) {
            assertThat(hazard.at("/safe/exact").booleanValue()).isTrue();
            assertThat(hazard.at("/safe/endState").size()).isPositive();
            assertThat(hazard.at("/safe/expected").size()).isPositive();
            assertThat(hazard.at("/safe/requestsPerSecond").longValue()).isPositive();
            broken += hazard.at("/unsafe/exact").booleanValue() ? 0 : 1;
        }
        assertThat(broken).as("hazards that broke the unsafe form").isGreaterThan(Hazards.ALL.size() / 2);
    }

    private static List<ConfigurableApplicationContext> startTwoAtOnce(TestDatabase db) {
        List<ConfigurableApplicationContext> shops = new ArrayList<>();
        for (Callers.Result<ConfigurableApplicationContext> start : Callers.<ConfigurableApplicationContext>run(
                2, BOUND, caller -> () -> new SpringApplicationBuilder(SweetShop.class).run(arguments(db)))) {
            if (start.value() == null) {
                shops.forEach(ConfigurableApplicationContext::close);
                throw new AssertionError("an instance did not start", start.failure());
            }
            shops.add(start.value());
        }
        return shops;
    }

    private static String[] arguments(TestDatabase db) {
        return new String[] {
            "--server.port=0",
            "--spring.datasource.url=" + db.url(),
            "--spring.datasource.username=" + db.username(),
            "--spring.datasource.password=" + db.password()
        };
    }

    private static String address(ConfigurableApplicationContext shop) {
        return "http://127.0.0.1:" + shop.getEnvironment().getProperty("local.server.port");
    }

    private record Run(OptionalInt code, String printed) {}

    private static Run run(TestDatabase db, String... more) {
        List<String> all = new ArrayList<>(List.of(arguments(db)));
        all.addAll(List.of("--once", "--race.callers=8", "--race.rounds=2"));
        all.addAll(List.of(more));
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        OptionalInt code =
                SweetShop.open(new PrintStream(printed, true, StandardCharsets.UTF_8), all.toArray(String[]::new));
        return new Run(code, printed.toString(StandardCharsets.UTF_8));
    }

    @EachDatabase({ServerKind.MARIADB, ServerKind.H2})
    void the_race_is_exact_on_other_databases_too(TestDatabase db) {
        Run run = run(db);
        assertThat(run.code()).as(run.printed()).hasValue(0);
    }

    @EachDatabase(ServerKind.H2)
    void a_target_that_is_no_shop_is_told(TestDatabase db) {
        Run run = run(db, "--race.targets=http://127.0.0.1:1");
        assertThat(run.code()).hasValue(1);
        assertThat(run.printed()).contains("could not be run: no shop answers at http://127.0.0.1:1");
    }

    @EachDatabase(ServerKind.H2)
    void a_target_on_another_database_is_told(TestDatabase db) {
        try (TestDatabase other = db.server().newDatabase();
                ConfigurableApplicationContext shop =
                        new SpringApplicationBuilder(SweetShop.class).run(arguments(other))) {
            Run run = run(db, "--race.targets=" + address(shop));
            assertThat(run.code()).hasValue(1);
            assertThat(run.printed()).contains("does not see this shop's database");
        }
    }
}

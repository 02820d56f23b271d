package dev.safe4j.shop;

import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.outside.ProviderClient;
import dev.safe4j.shop.race.HazardResult;
import dev.safe4j.shop.race.RaceControl;
import dev.safe4j.shop.race.RaceFailed;
import dev.safe4j.shop.race.RaceSettings;
import dev.safe4j.shop.race.RaceTable;
import dev.safe4j.shop.race.RaceTrack;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The first minute of an open shop: says where it is, races, and shows the figures. */
final class Opening {

    private static final int EXACT = 0;
    private static final int NOT_EXACT = 1;

    private final ApplicationContext shop;
    private final Options options;
    private final PrintStream out;

    Opening(ApplicationContext shop, Options options, PrintStream out) {
        this.shop = shop;
        this.options = options;
        this.out = out;
    }

    /** Returns 0 if every safe form ended exact. */
    int race() {
        RaceSettings settings = shop.getBean(RaceSettings.class);
        String port = shop.getEnvironment().getProperty("local.server.port");
        out.println("The shop serves at http://localhost:" + port + "/ on " + database());
        if (!settings.atStart() && !options.once()) {
            return EXACT;
        }
        out.println("Racing " + Hazards.ALL.size() + " hazards, " + settings.callers() + " callers at once, "
                + settings.rounds() + " rounds for each form, against "
                + shop.getBean(RaceTrack.class).targets() + ". That takes about a minute …");
        try {
            List<HazardResult> results = shop.getBean(RaceControl.class).run(Hazards.ALL);
            out.println();
            out.println(RaceTable.of(results));
            options.json().ifPresent(file -> write(file, results));
            return results.stream().allMatch(result -> result.safe().exact()) ? EXACT : NOT_EXACT;
        } catch (RaceFailed failure) {
            out.println("The race could not be run: " + failure.getMessage());
            return NOT_EXACT;
        }
    }

    /** With the embedded database, how a second instance gets to it, if the shop stays. */
    private String database() {
        TestDatabase own = shop.getBeanProvider(TestDatabase.class).getIfAvailable();
        if (own == null) {
            return "the database of spring.datasource.url.";
        }
        if (options.once()) {
            return "its own " + own.server() + ".";
        }
        return "its own " + own.server() + ". Another instance on it:" + System.lineSeparator()
                + "  --server.port=8081 --race.at-start=false --spring.datasource.url='" + own.url()
                + "' --spring.datasource.username=" + own.username()
                + " --provider.url=" + shop.getBean(ProviderClient.class).address();
    }

    private void write(Path file, List<HazardResult> results) {
        JsonMapper json = shop.getBean(JsonMapper.class)
                .rebuild()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
        try {
            Files.writeString(file, json.writeValueAsString(results) + System.lineSeparator());
            out.println("The same figures are in " + file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException("could not write " + file, failure);
        }
    }
}

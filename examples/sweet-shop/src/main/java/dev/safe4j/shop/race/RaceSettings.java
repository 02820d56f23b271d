package dev.safe4j.shop.race;

import java.net.URI;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the race is run.
 *
 * @param targets the instances to race against; this one if there are none
 * @param callers how many at once
 * @param rounds how many rounds a hazard and form
 * @param atStart whether to race as soon as the shop is open
 */
@ConfigurationProperties("race")
public record RaceSettings(
        @DefaultValue List<URI> targets,
        @DefaultValue("16") int callers,
        @DefaultValue("8") int rounds,
        @DefaultValue("true") boolean atStart) {

    private static final int FEWEST_CALLERS = 8;
    private static final int MOST_CALLERS = 128;
    private static final int MOST_ROUNDS = 200;

    /** Checks the bounds. */
    public RaceSettings {
        requireWithin("race.callers", callers, FEWEST_CALLERS, MOST_CALLERS);
        requireWithin("race.rounds", rounds, 1, MOST_ROUNDS);
        targets.forEach(RaceSettings::requireHttp);
    }

    private static void requireWithin(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + " must be between " + least + " and " + most + ", and is " + value);
        }
    }

    private static void requireHttp(URI target) {
        boolean http = "http".equals(target.getScheme()) || "https".equals(target.getScheme());
        if (!http || target.getHost() == null) {
            throw new IllegalArgumentException(
                    "race.targets must be addresses like http://localhost:8081, and one is '" + target + "'");
        }
    }
}

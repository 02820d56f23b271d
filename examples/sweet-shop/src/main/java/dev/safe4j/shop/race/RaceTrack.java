package dev.safe4j.shop.race;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Hazard;
import dev.safe4j.shop.Hazards;
import dev.safe4j.shop.Twins;
import dev.safe4j.shop.outside.ProviderClient;
import dev.safe4j.shop.web.OwnAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Runs races: the rounds of both forms in turn, so that both meet the same machine. */
@Component
public class RaceTrack {

    private final Map<String, Race> races;
    private final RaceSettings settings;
    private final Updates updates;
    private final JdbcClient jdbc;
    private final OwnAddress address;
    private final ProviderClient provider;

    public RaceTrack(
            List<Race> races,
            RaceSettings settings,
            Updates updates,
            JdbcClient jdbc,
            OwnAddress address,
            ProviderClient provider) {
        this.races = races.stream().collect(Collectors.toMap(Race::hazard, Function.identity()));
        this.settings = settings;
        this.updates = updates;
        this.jdbc = jdbc;
        this.address = address;
        this.provider = provider;
    }

    /** The instances that a race of now would go to. */
    public List<URI> targets() {
        return settings.targets().isEmpty() ? List.of(address.uri()) : settings.targets();
    }

    public RaceSettings settings() {
        return settings;
    }

    /**
     * Races these hazards, one after the other.
     *
     * @param done gets each result as soon as it is there
     * @throws RaceFailed if an instance does not answer, or is on another database or payment provider
     */
    public List<HazardResult> run(List<Hazard> hazards, Consumer<HazardResult> done) {
        return run(hazards, done, round -> {});
    }

    /**
     * Races one hazard on this thread, which may be interrupted; others may race at the same time.
     *
     * @param each gets what each round that counts has brought, as soon as it is over
     * @throws RaceFailed if the race cannot be run, or was interrupted
     */
    public HazardResult run(Hazard hazard, Consumer<RoundResult> each) {
        return run(List.of(hazard), result -> {}, each).get(0);
    }

    private List<HazardResult> run(List<Hazard> hazards, Consumer<HazardResult> done, Consumer<RoundResult> each) {
        try (RaceRows rows = new RaceRows(updates, jdbc);
                Callers callers = new Callers(settings.callers())) {
            Setting setting = new Setting(rows, new Targets(targets()), settings.callers(), provider);
            setting.targets()
                    .requireSameDatabase(
                            rows.insert("price_list", "content", "Is this the same database?\n", "version", 1));
            setting.targets().requireSameProvider(provider.address());
            List<HazardResult> results = new ArrayList<>();
            for (Hazard hazard : hazards) {
                HazardResult result = run(hazard, setting, callers, each);
                results.add(result);
                done.accept(result);
            }
            return results;
        }
    }

    private HazardResult run(Hazard hazard, Setting setting, Callers callers, Consumer<RoundResult> each) {
        Race race = races.get(hazard.slug());
        if (race == null) {
            throw new IllegalStateException("hazard " + hazard.slug() + " of " + Hazards.class + " has no race");
        }
        Twins<FormScore> scores = new Twins<>(new FormScore(), new FormScore());
        for (Form form : Form.values()) {
            run(race.round(setting, 0), form, setting, callers); // warms up, counts nothing
        }
        for (int number = 0; number < settings.rounds(); number++) {
            for (Form form : Form.values()) {
                RoundResult result = run(race.round(setting, number), form, setting, callers);
                scores.of(form).add(result.answers(), result.ending(), result.took());
                each.accept(result);
            }
        }
        return new HazardResult(
                hazard.slug(),
                hazard.title(),
                race.scene(setting.callers()),
                scores.safe().requests(),
                scores.unsafe().result(),
                scores.safe().result());
    }

    private static RoundResult run(Round round, Form form, Setting setting, Callers callers) {
        Callers.Shots shots =
                callers.shoot(round.act(), caller -> setting.targets().browser(caller, form));
        return new RoundResult(form, shots.answers(), round.judge().of(shots.answers()), shots.took());
    }
}

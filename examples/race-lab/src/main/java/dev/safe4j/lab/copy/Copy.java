package dev.safe4j.lab.copy;

import dev.safe4j.lab.catalogue.Exhibit;
import dev.safe4j.lab.catalogue.Repository;
import dev.safe4j.lab.catalogue.What;
import dev.safe4j.lab.run.Choice;
import dev.safe4j.lab.run.FormView;
import dev.safe4j.lab.run.RunView;
import dev.safe4j.lab.run.Runs;
import dev.safe4j.lab.web.CatalogueView;
import dev.safe4j.lab.web.HazardView;
import dev.safe4j.servers.Await;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The page and what it would ask for, in one file: the hazards as the sources are, and a recorded run of each in each way. */
public final class Copy {

    private static final String ASSETS = "examples/race-lab/src/main/resources/static";
    private static final Duration LONGEST_RUN = Duration.ofMinutes(5);

    /** Callers at once need luck, of which a few runs have enough, and a run on a busy machine may fail. */
    private static final int MOST_TRIES = 3;

    private final CopiedPage page;
    private final List<Exhibit> hazards;
    private final JsonMapper json = JsonMapper.shared();

    /** Of some hazards. */
    public Copy(Repository repository, List<Exhibit> hazards) {
        this.page = new CopiedPage(repository.root().resolve(ASSETS));
        this.hazards = List.copyOf(hazards);
    }

    /**
     * A copy.
     *
     * @param html the page
     * @param missing which runs are not in it, and why; empty if all are
     */
    public record Made(String html, List<String> missing) {}

    /** Runs everything, one after the other, under a date. */
    public Made record(Runs runs, LocalDate today) {
        Map<String, String> recorded = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (Recorded wanted : wanted()) {
            RunView run = run(wanted, runs);
            if (isWorthKeeping(wanted, run)) {
                ObjectNode dated = json.valueToTree(run);
                recorded.put(wanted.path(), json.writeValueAsString(dated.put("recorded", today.toString())));
            } else {
                missing.add(wanted.name() + ": " + (run.error() == null ? verdicts(run) : run.error()));
            }
        }
        return new Made(html(recorded), missing);
    }

    /** Makes a copy anew of the sources as they are; its runs stay, with their dates, if the classes are still called as they were. */
    public Made again(String html) {
        SortedMap<String, String> before = CopiedPage.answers(html);
        Map<String, String> recorded = new TreeMap<>();
        List<String> missing = new ArrayList<>();
        for (Recorded wanted : wanted()) {
            String run = before.get(wanted.path());
            if (run == null) {
                missing.add(wanted.name() + ": was not recorded");
            } else if (!classes(run).equals(wanted.classes())) {
                missing.add(wanted.name() + ": is of " + classes(run) + ", and there are " + wanted.classes());
            } else {
                recorded.put(wanted.path(), run);
            }
        }
        return new Made(html(recorded), missing);
    }

    private List<String> classes(String run) {
        return json.readTree(run)
                .at("/forms")
                .valueStream()
                .map(form -> form.at("/name").stringValue())
                .toList();
    }

    private List<Recorded> wanted() {
        return hazards.stream().flatMap(hazard -> Recorded.of(hazard).stream()).toList();
    }

    private String html(Map<String, String> recorded) {
        Map<String, String> answers = new TreeMap<>(recorded);
        answers.put("api/hazards", json.writeValueAsString(CatalogueView.of(hazards)));
        hazards.forEach(
                hazard -> answers.put("api/hazards/" + hazard.slug(), json.writeValueAsString(HazardView.of(hazard))));
        return page.with(answers);
    }

    private static RunView run(Recorded wanted, Runs runs) {
        RunView run = once(wanted, runs);
        for (int tries = 1; tries < MOST_TRIES && !isWorthKeeping(wanted, run); tries++) {
            run = once(wanted, runs);
        }
        return run;
    }

    private static RunView once(Recorded wanted, Runs runs) {
        String id = runs.begin(
                new Choice.Wish(wanted.hazard().slug(), wanted.what().label(), null, null, wanted.scene(), null));
        Await.until(LONGEST_RUN, "run " + id + " is over", () -> runs.view(id).hasEnded());
        return runs.view(id);
    }

    /** Of a search, one scene of several may show that a form holds there. */
    private static boolean isWorthKeeping(Recorded wanted, RunView run) {
        return run.state().equals("done")
                && (wanted.what() != What.LOAD || verdicts(run).equals("broken, held"));
    }

    private static String verdicts(RunView run) {
        return run.forms().stream().map(FormView::verdict).collect(Collectors.joining(", "));
    }
}

package dev.safe4j.lab.search;

import dev.safe4j.lab.run.Choice;
import dev.safe4j.lab.run.FormView;
import dev.safe4j.lab.run.Player;
import dev.safe4j.lab.run.Run;
import dev.safe4j.lab.run.Servers;
import dev.safe4j.lab.run.Timeline;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.searched.Scenes;
import dev.safe4j.shop.searched.Searched;
import dev.safe4j.shop.searched.SearchedShop;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Finding;
import dev.safe4j.test.interleavings.SearchObserver;
import dev.safe4j.test.interleavings.Summary;
import dev.safe4j.test.interleavings.Verdict;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Searches both forms of a scene, each run in a database of its own. */
public final class Search implements Player {

    private static final int CONNECTIONS = 8;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    @Override
    public Duration longest(Choice choice) {
        return LONGEST;
    }

    @Override
    public void play(Choice choice, Run run) {
        Servers.prepare(choice.server(), run);
        Searched<?> scene = Scenes.all().stream()
                .filter(each -> each.name().equals(choice.scene()))
                .findFirst()
                .orElseThrow();
        try (TestDatabase database = Servers.newDatabase(choice.server(), CONNECTIONS);
                SearchedShop shop = SearchedShop.on(database)) {
            for (Form form : Form.values()) {
                search(scene, shop, form, choice, run);
            }
        }
    }

    private static void search(Searched<?> scene, SearchedShop shop, Form form, Choice choice, Run run) {
        run.search(form, progress(0));
        Exploration found = scene.search(shop, form)
                .isolation(Objects.requireNonNull(choice.isolation()))
                .bounds(bounds -> bounds.within(LONGEST))
                .observedBy(new Progress(form, run))
                .tryExplore();
        if (found.verdict() == Verdict.HARNESS_ERROR) {
            throw new IllegalStateException(
                    "the search itself failed: " + Summary.of(found).what(), cause(found));
        }
        boolean again = TriedAgain.isAllThatHappens(scene, found);
        String summary = again ? TriedAgain.said(found) : summary(scene, found);
        run.search(
                form,
                new FormView.Search(
                        found.scope().orders(),
                        true,
                        found.held() || again,
                        found.verdict().name(),
                        summary,
                        timeline(scene, found)));
        run.judge(form, again ? FormView.Verdict.held(summary) : verdict(found, summary));
    }

    private static @Nullable Throwable cause(Exploration found) {
        Finding finding = found.finding();
        return finding == null ? null : finding.cause();
    }

    private static FormView.Search progress(int orders) {
        return new FormView.Search(orders, false, false, null, "", null);
    }

    /** Tells the run how many orders there were so far. */
    private record Progress(Form form, Run run) implements SearchObserver {

        @Override
        public void judged(int orders) {
            run.search(form, progress(orders));
        }

        @Override
        public void explored(Exploration exploration) {
            // What was found is taken from the search itself.
        }
    }

    private static FormView.Verdict verdict(Exploration found, String summary) {
        return switch (found.verdict()) {
            case HELD ->
                found.scope().isExhausted() ? FormView.Verdict.held(summary) : FormView.Verdict.pending(summary);
            case VIOLATED, ACTOR_ERROR -> FormView.Verdict.broken(summary);
            default -> FormView.Verdict.pending(summary);
        };
    }

    private static String summary(Searched<?> scene, Exploration found) {
        Summary told = Summary.of(found);
        if (found.held()) {
            return "Held " + told.what() + ".";
        }
        String what = told.after() == null ? told.what() : told.after();
        String reason = scene.whyNoTimeline() == null ? "" : " " + scene.whyNoTimeline();
        return "Broken: " + what + "; " + told.where() + "." + reason;
    }

    private static @Nullable Timeline timeline(Searched<?> scene, Exploration found) {
        Finding finding = found.finding();
        return finding == null
                        || scene.whyNoTimeline() != null
                        || finding.played().names().isEmpty()
                ? null
                : new Steps(finding).timeline(Summary.of(found));
    }
}

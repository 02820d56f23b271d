package dev.safe4j.lab.run;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run has brought of one form so far.
 *
 * @param form "unsafe" or "safe"
 * @param name of its class
 * @param rounds under load, in their order
 * @param roundsWanted how many there will be
 * @param search what was found so far; null if it is none
 * @param plays of what is staged, in their order
 * @param timeline of what is staged; null if there is none
 * @param verdict "broken", "held", or "pending" if nothing can be said
 * @param sentence the same in words
 */
public record FormView(
        String form,
        String name,
        List<Round> rounds,
        int roundsWanted,
        @Nullable Search search,
        List<Play> plays,
        @Nullable Timeline timeline,
        String verdict,
        String sentence) {

    static final String PENDING = "pending";

    /**
     * A round of callers at once.
     *
     * @param attempted how many requests were sent
     * @param done how many were answered by a success
     * @param refused how many were told no
     * @param failed how many were shown an error, or nothing
     * @param millis how long it took
     * @param holds whether it ended as it should
     * @param figures how it ended
     */
    public record Round(
            int attempted, long done, long refused, long failed, long millis, boolean holds, List<Figure> figures) {}

    /** A number of the end; what is only worth knowing has no expected one. */
    public record Figure(
            String name, String found, @Nullable String expected, boolean holds) {}

    /**
     * A search.
     *
     * @param orders how many orders were run so far
     * @param finished whether it has ended
     * @param held whether all of them held
     * @param verdict in a word; null while it goes on
     * @param summary in a sentence
     * @param timeline the order that broke; null if none did
     */
    public record Search(
            int orders,
            boolean finished,
            boolean held,
            @Nullable String verdict,
            String summary,
            @Nullable Timeline timeline) {}

    /** One time that it was staged; the error is what the tests threw. */
    public record Play(long millis, boolean holds, @Nullable String error) {}

    static FormView begun(String form, String name, int roundsWanted) {
        return new FormView(form, name, List.of(), roundsWanted, null, List.of(), null, PENDING, "");
    }

    FormView with(Round round) {
        return new FormView(form, name, plus(rounds, round), roundsWanted, search, plays, timeline, verdict, sentence);
    }

    FormView with(Play play) {
        return new FormView(form, name, rounds, roundsWanted, search, plus(plays, play), timeline, verdict, sentence);
    }

    FormView with(Search found) {
        return new FormView(form, name, rounds, roundsWanted, found, plays, timeline, verdict, sentence);
    }

    FormView with(Timeline shown) {
        return new FormView(form, name, rounds, roundsWanted, search, plays, shown, verdict, sentence);
    }

    FormView judged(Verdict judgement) {
        return new FormView(
                form, name, rounds, roundsWanted, search, plays, timeline, judgement.word(), judgement.sentence());
    }

    private static <T> List<T> plus(List<T> some, T last) {
        List<T> all = new ArrayList<>(some);
        all.add(last);
        return List.copyOf(all);
    }

    /** A judgement. */
    public record Verdict(String word, String sentence) {

        public static Verdict broken(String sentence) {
            return new Verdict("broken", sentence);
        }

        public static Verdict held(String sentence) {
            return new Verdict("held", sentence);
        }

        public static Verdict pending(String sentence) {
            return new Verdict(PENDING, sentence);
        }
    }
}

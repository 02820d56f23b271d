package dev.safe4j.test.schedule;

/**
 * One choice of a schedule: which actor takes its next step, and what becomes of its connection.
 *
 * @param actor the actor's number, from 0
 * @param fate what becomes of the step
 */
public record Move(int actor, Fate fate) {

    /** What becomes of a step. */
    public enum Fate {
        /** It runs and its reply arrives. */
        RUNS(""),
        /** The connection is lost before it: it never reached the server. */
        LOST_BEFORE("!"),
        /** It runs and the connection is lost before its reply: the actor cannot know. */
        REPLY_LOST("?");

        private final String mark;

        Fate(String mark) {
            this.mark = mark;
        }
    }

    /** Returns the move as it stands in a token: the number, with {@code !} or {@code ?} for a lost connection. */
    @Override
    public String toString() {
        return actor + fate.mark;
    }

    /**
     * Reads a move.
     *
     * @param text as made by {@link #toString()}
     * @return the move
     * @throws IllegalArgumentException if it is not one
     */
    public static Move parse(String text) {
        for (Fate fate : new Fate[] {Fate.LOST_BEFORE, Fate.REPLY_LOST, Fate.RUNS}) {
            if (text.endsWith(fate.mark)) {
                return new Move(Integer.parseInt(text.substring(0, text.length() - fate.mark.length())), fate);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is not a move: a number, with ! or ? after it");
    }
}

package dev.safe4j.shop.provider;

import java.util.List;
import java.util.Map;

/**
 * Which calls go wrong, and how. Cards are test cards, as the test modes of real providers have them: the beginning of a card's name says
 * what becomes of its first call, and a {@code troubled-} card's first two go wrong, or not, by the seed, the card and the number of the call.
 * From the third call on nothing does.
 *
 * @param seed another seed is another plan
 */
record FaultPlan(long seed) {

    static final String DECLINED = "declined-";

    private static final String SLOW = "slow-";
    private static final String TROUBLED = "troubled-";
    private static final Map<String, Fault> FIRST_CALL =
            Map.of("cut-", Fault.CUT, "lost-", Fault.LOST, "late-", Fault.LATE);
    private static final List<List<Fault>> TROUBLES = List.of(
            List.of(
                    Fault.NONE,
                    Fault.LOST,
                    Fault.NONE,
                    Fault.CUT,
                    Fault.NONE,
                    Fault.LATE,
                    Fault.NONE,
                    Fault.LOST,
                    Fault.NONE,
                    Fault.CUT,
                    Fault.NONE,
                    Fault.LOST),
            List.of(Fault.NONE, Fault.LOST, Fault.NONE, Fault.CUT));
    private static final int MOST_COPIES = 3;

    /**
     * Returns what becomes of a call.
     *
     * @param call of this card, from 1
     */
    Fault of(String card, int call) {
        if (card.startsWith(SLOW)) {
            return Fault.SLOW;
        }
        if (card.startsWith(TROUBLED) && call <= TROUBLES.size()) {
            List<Fault> troubles = TROUBLES.get(call - 1);
            return troubles.get(drawn(card + " " + call, troubles.size()));
        }
        String kind = card.substring(0, card.indexOf('-') + 1);
        return call == 1 ? FIRST_CALL.getOrDefault(kind, Fault.NONE) : Fault.NONE;
    }

    /** Returns how many copies of an event, by its number, are on their way at once: 1 to 3. */
    int copies(long event) {
        return 1 + drawn("event " + event, MOST_COPIES);
    }

    private int drawn(String what, int below) {
        long mixed = (seed * 31 + what.hashCode()) * 0x9E3779B97F4A7C15L;
        return (int) Long.remainderUnsigned(mixed >>> 17, below);
    }
}

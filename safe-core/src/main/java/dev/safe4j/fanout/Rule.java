package dev.safe4j.fanout;

/**
 * When a batch is over before all its items are.
 *
 * @param endsAtFailure whether the first item that does not succeed ends it
 * @param wanted how many successes end it
 * @param isEager whether every outcome is to be handed over at once
 */
record Rule(boolean endsAtFailure, long wanted, boolean isEager) {

    static final Rule ALL = new Rule(false, Long.MAX_VALUE, false);
    static final Rule AS_THEY_COME = new Rule(false, Long.MAX_VALUE, true);
    static final Rule UNTIL_FAILURE = new Rule(true, Long.MAX_VALUE, false);

    static Rule until(int successes) {
        return new Rule(false, successes, false);
    }
}

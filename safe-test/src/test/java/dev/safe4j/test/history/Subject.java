package dev.safe4j.test.history;

import java.util.Random;

/** A thing that does one operation at a time, and clients that use it at random. Each has a new state. */
abstract class Subject<I, O> {

    final Model<?, I, O> model;

    Subject(Model<?, I, O> model) {
        this.model = model;
    }

    /** What a client asks for next. */
    abstract I command(Random random, String client);

    /** Does it. */
    abstract O apply(Random random, String client, I command);

    /** Any answer, right or wrong. */
    abstract O anyAnswer(Random random);

    @SafeVarargs
    static <T> T oneOf(Random random, T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A subject that does what its model says. */
    abstract static class ByModel<S, I, O> extends Subject<I, O> {

        private final Model.Deterministic<S, I, O> deterministic;
        private S state;

        ByModel(Model.Deterministic<S, I, O> model) {
            super(model);
            deterministic = model;
            state = model.initial();
        }

        @Override
        O apply(Random random, String client, I command) {
            Model.Outcome<S, O> outcome = deterministic.apply(state, command);
            state = outcome.next();
            return outcome.answer();
        }
    }
}

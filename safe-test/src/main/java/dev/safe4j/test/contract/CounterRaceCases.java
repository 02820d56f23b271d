package dev.safe4j.test.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.CounterStore.Added;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.test.history.History;
import dev.safe4j.test.history.LinearizabilityChecker;
import dev.safe4j.test.history.QuotaModel;
import dev.safe4j.test.history.Verdict;
import dev.safe4j.test.race.Race;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many who add at once, on two stores. */
abstract class CounterRaceCases extends CounterCases {

    static final int CALLERS = 16;
    static final Duration BOUND = Duration.ofMinutes(2);
    private static final int TRIES = 40;

    @Test
    void of_many_who_add_at_once_nobody_is_lost_and_each_is_told_another_value() {
        String key = key("visits");
        Set<Long> told = ConcurrentHashMap.newKeySet();
        Race.of(CALLERS, caller -> {
                    for (int i = 0; i < TRIES; i++) {
                        told.add(add(stores(caller.number()), key, 1).value());
                    }
                    return TRIES;
                })
                .within(BOUND)
                .run()
                .assertNoFailures();
        assertEquals(CALLERS * TRIES, value(store, key));
        assertEquals(CALLERS * TRIES, told.size(), "different values");
    }

    @Test
    void those_who_begin_a_counter_at_once_are_all_counted() {
        Race.of(CALLERS, caller -> add(stores(caller.number()), key("race-" + caller.round()), 1))
                .rounds(20)
                .within(BOUND)
                .refusal(added -> !added.isAdded())
                .run()
                .assertSucceeded(CALLERS)
                .assertRefused(0);
        for (int round = 1; round < 20; round++) {
            assertEquals(CALLERS, value(store, key("race-" + round)), "counted in round " + round);
        }
    }

    @Test
    void a_bound_lets_as_many_through_as_there_is_room_for_and_who_is_refused_is_told_why() {
        Queue<Added> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger round = new AtomicInteger();
        Race.of(CALLERS, caller -> {
                    String key = key("race-" + caller.round());
                    Change change = new Change(key, CounterStore.PLAIN, 1, 6);
                    Added added = stores(caller.number()).add(change);
                    boolean fits = added.isAdded() ? added.value() <= 6 : !change.isTakenBy(added.value());
                    if (!fits) {
                        wrong.add(added);
                    }
                    return added;
                })
                .given(() -> add(store, key("race-" + round.incrementAndGet()), 1)) // so that all find it there
                .rounds(20)
                .within(BOUND)
                .refusal(added -> !added.isAdded())
                .run()
                .assertSucceeded(5)
                .assertRefused(CALLERS - 5);
        assertTrue(wrong.isEmpty(), () -> "answers that do not fit the bound: " + wrong);
    }

    @Test
    void rises_falls_and_reads_are_as_if_one_came_after_the_other() {
        History<QuotaModel.Command, QuotaModel.Answer> history = new History<>();
        AtomicInteger refused = new AtomicInteger();
        Race.of(CALLERS, caller -> {
                    for (int i = 0; i < TRIES; i++) {
                        refused.addAndGet(anything(history, stores(caller.number()), "caller-" + caller.number()));
                    }
                    return TRIES;
                })
                .within(BOUND)
                .run()
                .assertNoFailures();
        Verdict verdict = LinearizabilityChecker.check(history, new QuotaModel(10));
        assertTrue(verdict.isLinearizable(), verdict::toString);
        assertFalse(refused.get() == 0, "some were refused");
    }

    /** Returns 1 if it was refused. */
    private int anything(History<QuotaModel.Command, QuotaModel.Answer> history, CounterStore at, String client) {
        String key = key("hot");
        int draw = ThreadLocalRandom.current().nextInt(10);
        if (draw == 0) {
            history.call(client, key, new QuotaModel.Read(), () -> new QuotaModel.Total(value(at, key)));
            return 0;
        }
        long amount = draw < 4 ? -draw : draw - 2;
        QuotaModel.Answer answer = history.call(client, key, new QuotaModel.Add(amount), () -> {
            Added added = add(at, key, amount, amount < 0 ? Long.MIN_VALUE : 10);
            return added.isAdded() ? new QuotaModel.Total(added.value()) : new QuotaModel.Refused();
        });
        return answer instanceof QuotaModel.Refused ? 1 : 0;
    }
}

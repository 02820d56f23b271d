package dev.safe4j.idempotency;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One process's way to a memory store, which fails as it is told to, can be cut off for good, and counts its calls. */
final class FaultyIdempotencyStore implements IdempotencyStore {

    /** The steps of the port. */
    enum Step {
        CLAIM,
        COMPLETE,
        RELEASE,
        ABANDON,
        RENEW,
        RECORD,
        STEPS,
        LOOK
    }

    /** What is to become of a call. */
    interface Fault {
        /** Runs the step, or not, and what it does around it. */
        <T extends @Nullable Object> T around(Supplier<T> step);
    }

    /** What a store throws. */
    static final class StoreFault extends RuntimeException implements ClassifiedFault {
        private static final long serialVersionUID = 1L;
        private final FaultClass kind;

        StoreFault(FaultClass kind, String message) {
            super(message);
            this.kind = kind;
        }

        @Override
        public FaultClass faultClass() {
            return kind;
        }
    }

    /** The call never arrives, and may be sent again. */
    static final Fault UNREACHED = new Fault() {
        @Override
        public <T extends @Nullable Object> T around(Supplier<T> step) {
            throw new StoreFault(FaultClass.CONNECTION, "the store was not reached");
        }
    };

    /** The call has its effect, and the answer is lost; it may be sent again. */
    static final Fault UNANSWERED = new Fault() {
        @Override
        public <T extends @Nullable Object> T around(Supplier<T> step) {
            step.get();
            throw new StoreFault(FaultClass.AMBIGUOUS, "the answer was lost");
        }
    };

    /** The call has no effect, and sending it again is of no use. */
    static final Fault BROKEN = new Fault() {
        @Override
        public <T extends @Nullable Object> T around(Supplier<T> step) {
            throw new StoreFault(FaultClass.PERMANENT, "the store is broken");
        }
    };

    /** The call has its effect, and the failure says nothing of that. */
    static final Fault BROKEN_AFTERWARDS = new Fault() {
        @Override
        public <T extends @Nullable Object> T around(Supplier<T> step) {
            step.get();
            throw new StoreFault(FaultClass.PERMANENT, "the store broke afterwards");
        }
    };

    private final MemoryIdempotencyStore memory;
    private final Map<Step, Deque<Fault>> faults = new EnumMap<>(Step.class);
    private final Map<Step, AtomicInteger> calls = new EnumMap<>(Step.class);
    private volatile boolean isCut;

    FaultyIdempotencyStore(MemoryIdempotencyStore memory) {
        this.memory = memory;
        for (Step step : Step.values()) {
            faults.put(step, new ArrayDeque<>());
            calls.put(step, new AtomicInteger());
        }
    }

    /** The call has its effect, and something happens before it is answered. */
    static Fault doing(Runnable then) {
        return new Fault() {
            @Override
            public <T extends @Nullable Object> T around(Supplier<T> step) {
                T answer = step.get();
                then.run();
                return answer;
            }
        };
    }

    synchronized void next(Step step, Fault... planned) {
        faults.get(step).addAll(List.of(planned));
    }

    /** Nothing of this process arrives from now on: as if it had died here. */
    void cut() {
        isCut = true;
    }

    int calls(Step step) {
        return calls.get(step).get();
    }

    private <T extends @Nullable Object> T run(Step step, Supplier<T> call) {
        calls.get(step).incrementAndGet();
        if (isCut) {
            throw new StoreFault(FaultClass.PERMANENT, "this process is cut off");
        }
        Fault fault = planned(step);
        return fault == null ? call.get() : fault.around(call);
    }

    private synchronized @Nullable Fault planned(Step step) {
        return faults.get(step).poll();
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Answer claim(Wanted wanted) {
        return run(Step.CLAIM, () -> memory.claim(wanted));
    }

    @Override
    public boolean complete(Owner owner, StoredAnswer answer, Duration keep) {
        return run(Step.COMPLETE, () -> memory.complete(owner, answer, keep));
    }

    @Override
    public boolean release(Owner owner) {
        return run(Step.RELEASE, () -> memory.release(owner));
    }

    @Override
    public boolean abandon(Owner owner) {
        return run(Step.ABANDON, () -> memory.abandon(owner));
    }

    @Override
    public List<Boolean> renew(List<Renewal> renewals) {
        return run(Step.RENEW, () -> memory.renew(renewals));
    }

    @Override
    public boolean record(Owner owner, String step, StoredAnswer result) {
        return run(Step.RECORD, () -> memory.record(owner, step, result));
    }

    @Override
    public Map<String, StoredAnswer> steps(RequestId id) {
        return run(Step.STEPS, () -> memory.steps(id));
    }

    @Override
    public @Nullable Answer look(RequestId id) {
        return this.<@Nullable Answer>run(Step.LOOK, () -> memory.look(id));
    }

    @Override
    public boolean resolve(RequestId id, long attempt, @Nullable StoredAnswer answer, Duration keep) {
        return memory.resolve(id, attempt, answer, keep);
    }

    @Override
    public int purge(int atMost) {
        return memory.purge(atMost);
    }

    @Override
    public void close() {
        // the memory is the test's
    }
}

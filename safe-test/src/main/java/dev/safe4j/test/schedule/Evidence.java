package dev.safe4j.test.schedule;

import dev.safe4j.test.schedule.Actor.State;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds out who waits for whom: from the servers, from the JVM, and from pools that do not answer. */
final class Evidence {

    private static final long POOL = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long NO_ANSWER = TimeUnit.MILLISECONDS.toNanos(60);
    private static final long JVM_LOCK = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long JVM_WAIT = TimeUnit.MILLISECONDS.toNanos(100);

    private final ScheduledRun run;
    private final Participants participants;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

    Evidence(ScheduledRun run) {
        this.run = run;
        this.participants = run.participants;
    }

    /** An actor that is under way or known to wait, as it was when the question was put. */
    private record Suspect(Actor actor, State state, Server.@Nullable Session session, long since, boolean known) {

        boolean isStillThere() {
            return actor.isUnderWay() && actor.state == state && actor.since == since;
        }

        boolean longerThan(long nanos) {
            return System.nanoTime() - since > nanos;
        }
    }

    /** Marks those that are proven to wait. */
    void gather() {
        List<Suspect> suspects = suspects();
        Map<Server.Session, Set<Long>> waits = ask(suspects);
        participants.lock.lock();
        try {
            for (Suspect suspect : suspects) {
                if (suspect.isStillThere()) {
                    examine(suspect, waits);
                }
            }
        } finally {
            participants.lock.unlock();
        }
    }

    private List<Suspect> suspects() {
        participants.lock.lock();
        try {
            return participants.all().stream()
                    .filter(actor -> actor.isUnderWay() || actor.blocked != null)
                    .map(actor -> new Suspect(actor, actor.state, actor.session, actor.since, actor.blocked != null))
                    .toList();
        } finally {
            participants.lock.unlock();
        }
    }

    /** With those that are known to wait: a server that says how many wait counts them too. */
    private Map<Server.Session, Set<Long>> ask(List<Suspect> suspects) {
        Map<Server, List<Long>> inFlight = new LinkedHashMap<>();
        Set<Server> asked = new HashSet<>();
        for (Suspect suspect : suspects) {
            Server.Session session = suspect.session();
            if (session != null && mayWait(session)) {
                inFlight.computeIfAbsent(session.server(), server -> new ArrayList<>())
                        .add(session.id());
                if (!suspect.known()) {
                    asked.add(session.server());
                }
            }
        }
        inFlight.keySet().retainAll(asked);
        Map<Server.Session, Set<Long>> waits = new LinkedHashMap<>();
        inFlight.forEach((server, ids) ->
                server.waits(ids).forEach((id, holders) -> waits.put(new Server.Session(server, id), holders)));
        return waits;
    }

    private boolean mayWait(Server.Session waiting) {
        return waiting.server().waitsWithoutHolders() || someoneElseMayHoldLocks(waiting);
    }

    private boolean someoneElseMayHoldLocks(Server.Session waiting) {
        return run.holders.stream()
                .anyMatch(holder -> holder.server().equals(waiting.server()) && holder.id() != waiting.id());
    }

    private void examine(Suspect suspect, Map<Server.Session, Set<Long>> waits) {
        Server.Session session = suspect.session();
        if (participants.runsItsTask(suspect.actor())) {
            mark(suspect.actor(), "runs its task", List.of(), true);
            return;
        }
        switch (suspect.state()) {
            case IN_POOL -> inThePool(suspect);
            case RUNNING, QUEUED -> inTheJvm(suspect);
            case IN_FLIGHT -> {
                if (session != null && waits.containsKey(session)) {
                    inTheServer(suspect.actor(), session, waits.getOrDefault(session, Set.of()));
                } else if (mayWaitUnseen(suspect) && suspect.longerThan(NO_ANSWER)) {
                    mark(suspect.actor(), "has no answer for 60 ms: taken for waiting", List.of(), false);
                }
            }
            default -> throw new IllegalStateException("not under way: " + suspect);
        }
    }

    /** An event of the environment may take its time in Java: only what it asks a server can wait. */
    private static boolean mayWaitUnseen(Suspect suspect) {
        Server.Session session = suspect.session();
        Event event = suspect.actor().event;
        return session == null
                ? event != null && event.step().kind() == Step.Kind.REDIS
                : !session.server().showsEveryWait();
    }

    /** A pool that opens a connection takes its time as well: only where it does not say that it is empty, time has to tell. */
    private static void inThePool(Suspect suspect) {
        BooleanSupplier isEmpty = suspect.actor().poolIsEmpty;
        String text = "waits for a connection: the pool has none left";
        if (isEmpty == null) {
            if (suspect.longerThan(POOL)) {
                mark(suspect.actor(), text, List.of(), false);
            }
        } else if (suspect.longerThan(JVM_LOCK) && isEmpty.getAsBoolean()) {
            mark(suspect.actor(), text, List.of(), true);
        }
    }

    private void inTheServer(Actor waiting, Server.Session session, Set<Long> holders) {
        if (session.server().waitsWithoutHolders()) {
            confirm(waiting, session.server(), "waits in " + session.server().name(), List.of());
            return;
        }
        // A holder whose transaction has just ended is old news; one that is no actor (autovacuum) will go away.
        List<Actor> known = participants.all().stream()
                .filter(actor -> mayHoldWhatIsWaitedFor(actor, session, holders))
                .toList();
        boolean named = !holders.isEmpty() || known.size() == 1;
        if (known.isEmpty()) {
            return;
        }
        waiting.waitsForItself = known.equals(List.of(waiting));
        String names = known.stream().map(actor -> actor.name).collect(Collectors.joining(" and "));
        String whom = waiting.waitsForItself ? " for its own other connection" : named ? " for " + names : "";
        List<Integer> indices = named ? known.stream().map(actor -> actor.index).toList() : List.of();
        confirm(waiting, session.server(), "waits" + whom, indices);
    }

    /** Where the server does not name the holders, it may be any session that has a transaction open. */
    private boolean mayHoldWhatIsWaitedFor(Actor actor, Server.Session waiting, Set<Long> holders) {
        return actor.sessions.stream()
                .anyMatch(held -> held.server().equals(waiting.server())
                        && held.id() != waiting.id()
                        && (holders.isEmpty() || holders.contains(held.id()))
                        && run.holders.contains(held));
    }

    /** A server whose evidence lags is believed when it says the same again a little later. */
    private static void confirm(Actor waiting, Server server, String text, List<Integer> holders) {
        if (waiting.firstEvidence == 0) {
            waiting.firstEvidence = System.nanoTime();
        }
        if (!waiting.waitedBefore
                || System.nanoTime() - waiting.firstEvidence >= server.lag().toNanos()) {
            mark(waiting, text, holders, true);
        }
    }

    private void inTheJvm(Suspect suspect) {
        Actor actor = suspect.actor();
        Thread thread = actor.thread;
        if (thread == null) {
            if (suspect.longerThan(NO_ANSWER)) {
                mark(actor, "waits for a thread of its executor", List.of(), false);
            }
            return;
        }
        ThreadInfo info = threads.getThreadInfo(thread.getId());
        if (info == null || info.getLockInfo() == null || !suspect.longerThan(JVM_LOCK)) {
            return;
        }
        Actor owner = participants.all().stream()
                .filter(other -> other.thread != null && other.thread.getId() == info.getLockOwnerId())
                .findFirst()
                .orElse(null);
        boolean forItsTask =
                participants.all().stream().anyMatch(other -> other.isChildOf(actor) && other.state != State.DONE);
        String lock = info.getLockInfo().getClassName();
        if (owner != null) {
            mark(actor, "waits for " + owner.name + " (Java lock, " + lock + ")", List.of(owner.index), true);
        } else if (forItsTask) {
            mark(actor, "waits for its task (" + lock + ")", List.of(), true);
        } else if (suspect.longerThan(JVM_WAIT)) {
            mark(actor, "waits in Java (" + lock + ")", List.of(), false);
        }
    }

    private static void mark(Actor actor, String text, List<Integer> holders, boolean proven) {
        actor.blocked = new Event.Wait(text, holders, proven);
        actor.waitedBefore = true;
        actor.knownToWaitSince = actor.knownToWaitSince == 0 ? System.nanoTime() : actor.knownToWaitSince;
        if (actor.event != null) {
            actor.event.waits(actor.blocked);
        }
    }
}

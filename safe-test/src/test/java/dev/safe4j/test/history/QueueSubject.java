package dev.safe4j.test.history;

import static dev.safe4j.test.history.JobQueueModel.Reply.COMPLETED;
import static dev.safe4j.test.history.JobQueueModel.Reply.DUPLICATE;
import static dev.safe4j.test.history.JobQueueModel.Reply.ENQUEUED;
import static dev.safe4j.test.history.JobQueueModel.Reply.GIVEN_BACK;
import static dev.safe4j.test.history.JobQueueModel.Reply.LOST;
import static dev.safe4j.test.history.JobQueueModel.Reply.NOTHING;

import dev.safe4j.test.history.JobQueueModel.Answer;
import dev.safe4j.test.history.JobQueueModel.Command;
import dev.safe4j.test.history.JobQueueModel.Complete;
import dev.safe4j.test.history.JobQueueModel.Enqueue;
import dev.safe4j.test.history.JobQueueModel.Expire;
import dev.safe4j.test.history.JobQueueModel.GiveBack;
import dev.safe4j.test.history.JobQueueModel.Take;
import dev.safe4j.test.history.JobQueueModel.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A job queue and its workers: some jobs wait first, then each worker takes one, and completes it or gives it back. */
final class QueueSubject extends Subject<Command, Answer> {

    private final int jobs;
    private final List<String> waiting = new ArrayList<>();
    private final Map<String, String> workers = new HashMap<>();
    private final Map<String, String> hands = new HashMap<>();
    private int enqueued;

    QueueSubject(int jobs) {
        super(new JobQueueModel());
        this.jobs = jobs;
    }

    @Override
    Command command(Random random, String client) {
        if (random.nextInt(10) == 0) {
            return oneOf(random, new Complete("1", client), new Expire("2", client), new Enqueue("1"));
        }
        String job = hands.get(client);
        if (job != null) {
            return random.nextInt(4) == 0 ? new GiveBack(job, client) : new Complete(job, client);
        }
        return enqueued < jobs ? new Enqueue("" + ++enqueued) : new Take(client);
    }

    @Override
    Answer apply(Random random, String client, Command command) {
        if (command instanceof Take) {
            return take(random, client);
        }
        if (command instanceof Enqueue enqueue) {
            if (waiting.contains(enqueue.job()) || workers.containsKey(enqueue.job())) {
                return DUPLICATE;
            }
            waiting.add(enqueue.job());
            return ENQUEUED;
        }
        if (command instanceof Complete complete) {
            return workers.remove(complete.job(), client) ? emptyHanded(client, COMPLETED) : LOST;
        }
        String job = command instanceof GiveBack back ? back.job() : ((Expire) command).job();
        if (!workers.remove(job, client)) {
            return LOST;
        }
        waiting.add(job);
        return emptyHanded(client, command instanceof GiveBack ? GIVEN_BACK : JobQueueModel.Reply.EXPIRED);
    }

    private Answer take(Random random, String client) {
        if (waiting.isEmpty()) {
            return NOTHING;
        }
        String job = waiting.remove(random.nextInt(waiting.size()));
        workers.put(job, client);
        hands.put(client, job);
        return new Taken(job);
    }

    private Answer emptyHanded(String client, Answer answer) {
        hands.remove(client);
        return answer;
    }

    @Override
    Answer anyAnswer(Random random) {
        return random.nextInt(3) == 0
                ? new Taken("" + (1 + random.nextInt(2)))
                : oneOf(random, JobQueueModel.Reply.values());
    }
}

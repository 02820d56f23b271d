package dev.safe4j.test.history;

import dev.safe4j.test.history.LeaseModel.Acquire;
import dev.safe4j.test.history.LeaseModel.Answer;
import dev.safe4j.test.history.LeaseModel.Command;
import dev.safe4j.test.history.LeaseModel.Expire;
import dev.safe4j.test.history.LeaseModel.Granted;
import dev.safe4j.test.history.LeaseModel.Release;
import dev.safe4j.test.history.LeaseModel.Renew;
import dev.safe4j.test.history.LeaseModel.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A lease that ends by itself, unseen; every acquisition has a holder of its own. */
final class ClockedLease extends Subject<Command, Answer> {

    private final Map<String, String> hands = new HashMap<>();
    private String holder = "";
    private long token;
    private int acquisitions;

    ClockedLease() {
        super(new LeaseModel());
    }

    /** Adds the end that every lease may have come to, from its call on. */
    static List<Operation<Command, Answer>> withEnds(List<Operation<Command, Answer>> operations) {
        List<Operation<Command, Answer>> result = new ArrayList<>(operations);
        for (Operation<Command, Answer> operation : operations) {
            if (operation.input() instanceof Acquire acquire && operation.output() != Reply.REFUSED) {
                Command end = new Expire(acquire.holder());
                result.add(Operation.unanswered("clock", operation.key(), end, operation.call()));
            }
        }
        return result;
    }

    @Override
    Command command(Random random, String client) {
        String mine = hands.get(client);
        if (mine == null) {
            return new Acquire(client + "/" + acquisitions++);
        }
        return random.nextBoolean() ? new Renew(mine) : new Release(mine);
    }

    @Override
    Answer apply(Random random, String client, Command command) {
        if (random.nextInt(20) == 0) {
            holder = "";
        }
        if (command instanceof Acquire) {
            if (!holder.isEmpty()) {
                return Reply.REFUSED;
            }
            holder = command.holder();
            hands.put(client, holder);
            return new Granted(++token);
        }
        boolean isHeld = holder.equals(command.holder());
        if (command instanceof Renew) {
            return isHeld ? Reply.KEPT : Reply.LOST;
        }
        hands.remove(client);
        if (isHeld) {
            holder = "";
        }
        return isHeld ? Reply.RELEASED : Reply.LOST;
    }

    @Override
    Answer anyAnswer(Random random) {
        return oneOf(random, new Granted(1), Reply.KEPT, Reply.RELEASED, Reply.EXPIRED);
    }
}

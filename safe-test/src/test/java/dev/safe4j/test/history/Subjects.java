package dev.safe4j.test.history;

import java.util.Optional;
import java.util.Random;

/** The subjects whose model decides every answer. */
final class Subjects {

    private Subjects() {}

    static final class Lock extends Subject.ByModel<Optional<String>, LockModel.Command, LockModel.Answer> {

        Lock() {
            super(new LockModel());
        }

        @Override
        LockModel.Command command(Random random, String client) {
            return random.nextBoolean() ? new LockModel.TryAcquire(client) : new LockModel.Release(client);
        }

        @Override
        LockModel.Answer anyAnswer(Random random) {
            return oneOf(random, LockModel.Answer.values());
        }
    }

    static final class Fence extends Subject.ByModel<Long, FenceModel.Write, FenceModel.Answer> {

        private final int newTokens;
        private int token;

        Fence(int newTokens) {
            super(new FenceModel());
            this.newTokens = newTokens;
        }

        @Override
        FenceModel.Write command(Random random, String client) {
            token += random.nextInt(100) < newTokens ? 1 : 0;
            return new FenceModel.Write(token - random.nextInt(3));
        }

        @Override
        FenceModel.Answer anyAnswer(Random random) {
            return oneOf(random, FenceModel.Answer.values());
        }
    }

    static final class Quota extends Subject.ByModel<Long, QuotaModel.Command, QuotaModel.Answer> {

        Quota(long limit) {
            super(new QuotaModel(limit));
        }

        @Override
        QuotaModel.Command command(Random random, String client) {
            return random.nextInt(4) == 0 ? new QuotaModel.Read() : new QuotaModel.Add(oneOf(random, 1, 1, 2, -1));
        }

        @Override
        QuotaModel.Answer anyAnswer(Random random) {
            return random.nextInt(4) == 0 ? new QuotaModel.Refused() : new QuotaModel.Total(random.nextInt(5));
        }
    }

    static final class Idempotency
            extends Subject.ByModel<IdempotencyModel.State, IdempotencyModel.Command, IdempotencyModel.Answer> {

        private final int finishing;

        /** Of a hundred commands so many finish: of a long history most should not come after the end. */
        Idempotency(int finishing) {
            super(new IdempotencyModel());
            this.finishing = finishing;
        }

        @Override
        IdempotencyModel.Command command(Random random, String client) {
            if (random.nextInt(100) < finishing) {
                return new IdempotencyModel.Finish(client, random.nextInt(2));
            }
            return oneOf(
                    random,
                    new IdempotencyModel.Begin(client),
                    new IdempotencyModel.Begin(client),
                    new IdempotencyModel.Abandon(client),
                    new IdempotencyModel.Expire(client));
        }

        @Override
        IdempotencyModel.Answer anyAnswer(Random random) {
            return random.nextInt(3) == 0
                    ? new IdempotencyModel.Replayed(random.nextInt(2))
                    : oneOf(random, IdempotencyModel.Reply.values());
        }
    }

    static final class Lease extends Subject<LeaseModel.Command, LeaseModel.Answer> {

        private Optional<String> holder = Optional.empty();
        private long highest;

        Lease() {
            super(new LeaseModel());
        }

        @Override
        LeaseModel.Command command(Random random, String client) {
            return oneOf(
                    random,
                    new LeaseModel.Acquire(client),
                    new LeaseModel.Acquire(client),
                    new LeaseModel.Renew(client),
                    new LeaseModel.Release(client),
                    new LeaseModel.Expire(client));
        }

        @Override
        LeaseModel.Answer apply(Random random, String client, LeaseModel.Command command) {
            if (command instanceof LeaseModel.Acquire) {
                if (holder.isPresent()) {
                    return LeaseModel.Reply.REFUSED;
                }
                holder = Optional.of(client);
                highest += 1 + random.nextInt(2);
                return new LeaseModel.Granted(highest);
            }
            if (!holder.equals(Optional.of(client))) {
                return LeaseModel.Reply.LOST;
            }
            if (command instanceof LeaseModel.Renew) {
                return LeaseModel.Reply.KEPT;
            }
            holder = Optional.empty();
            return command instanceof LeaseModel.Release ? LeaseModel.Reply.RELEASED : LeaseModel.Reply.EXPIRED;
        }

        @Override
        LeaseModel.Answer anyAnswer(Random random) {
            return random.nextBoolean()
                    ? new LeaseModel.Granted(1 + random.nextInt(4))
                    : oneOf(random, LeaseModel.Reply.values());
        }
    }
}

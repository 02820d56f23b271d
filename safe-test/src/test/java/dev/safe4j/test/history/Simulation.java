package dev.safe4j.test.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Clients that call a subject at the same time; the history that they would record is right, until an answer is spoilt. */
final class Simulation<I, O> {

    private final Subject<I, O> subject;
    private final Random random;
    private final List<Client> clients = new ArrayList<>();
    private final List<Client> late = new ArrayList<>();
    private final List<Operation<I, O>> operations = new ArrayList<>();
    private final Object key;
    private int called;
    private long now;

    Simulation(Subject<I, O> subject, Random random, Object key, int clients) {
        this.subject = subject;
        this.random = random;
        this.key = key;
        for (int i = 0; i < clients; i++) {
            this.clients.add(new Client("c" + i));
        }
    }

    private final class Client {
        final String name;
        Optional<I> command = Optional.empty();
        Optional<O> answer = Optional.empty();
        long call;

        Client(String name) {
            this.name = name;
        }

        void apply() {
            answer = Optional.of(subject.apply(random, name, command.orElseThrow()));
        }

        void reply() {
            operations.add(new Operation<>(name, key, command.orElseThrow(), answer.orElseThrow(), call, now));
            command = Optional.empty();
            answer = Optional.empty();
        }

        /** The reply is lost: before its effect, which comes late or never, or behind it. */
        void lose() {
            operations.add(Operation.unanswered(name, key, command.orElseThrow(), call));
            if (answer.isEmpty() && random.nextBoolean()) {
                Client effect = new Client(name);
                effect.command = command;
                late.add(effect);
            }
            command = Optional.empty();
            answer = Optional.empty();
        }
    }

    /**
     * Lets them run.
     *
     * @param calls how many calls they make
     * @param lost of how many thousand calls the reply is lost, about
     */
    List<Operation<I, O>> run(int calls, int lost) {
        while (called < calls || clients.stream().anyMatch(each -> each.command.isPresent())) {
            now += random.nextInt(3);
            Client client = clients.get(random.nextInt(clients.size()));
            if (client.command.isEmpty()) {
                if (called < calls) {
                    called++;
                    client.command = Optional.of(subject.command(random, client.name));
                    client.call = ++now;
                }
            } else if (random.nextInt(2000) < lost) {
                client.lose();
            } else if (client.answer.isEmpty()) {
                client.apply();
            } else {
                client.reply();
            }
            if (!late.isEmpty() && random.nextInt(8) == 0) {
                late.remove(random.nextInt(late.size())).apply();
            }
        }
        return operations;
    }

    /** Gives an operation another answer, if it had one. */
    static <I, O> void spoil(List<Operation<I, O>> operations, int number, O answer) {
        Operation<I, O> right = operations.get(number);
        if (right.isAnswered()) {
            operations.set(
                    number,
                    new Operation<>(right.client(), right.key(), right.input(), answer, right.call(), right.ret()));
        }
    }
}

package dev.safe4j.job;

import static dev.safe4j.job.Heard.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.job.JobListener.End;
import dev.safe4j.lock.ReleaseSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that are told of jobs of other processes: here, of another queue over the same store. */
@Timeout(60)
class JobSignalTest {

    private static final int ROUNDS = 5;

    private static final class Signal implements ReleaseSignal {

        private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

        @Override
        public Listening listen(Consumer<String> released) {
            listeners.add(released);
            return () -> listeners.remove(released);
        }
    }

    @Test
    void they_look_at_once_and_listen_while_there_is_one_of_them() {
        eachRoundIsPlayedAtOnce(jobs -> jobs, "");
    }

    @Test
    void they_give_groups_their_turn_at_once_when_they_are_told_of_them() {
        eachRoundIsPlayedAtOnce(jobs -> jobs.group("g"), JobStore.IN_GROUP);
    }

    private static void eachRoundIsPlayedAtOnce(UnaryOperator<JobQueue> options, String told) {
        Signal signal = new Signal();
        Heard heard = new Heard();
        ObservedStore observed = new ObservedStore(new MemoryJobStore());
        JobQueue elsewhere = JobQueue.on(observed.store());
        JobQueue jobs = JobQueue.builder(observed.store())
                .signal(signal)
                .listener(heard)
                .build();
        JobWorker worker = jobs.worker()
                .handle("mail", String.class, (mail, run) -> {})
                .poll(Duration.ofHours(1))
                .build();
        assertThat(signal.listeners).isEmpty();
        worker.start();
        until("it looks", () -> observed.calls("claim") > 0);
        long begun = System.nanoTime();
        for (int i = 1; i <= ROUNDS; i++) {
            int number = i;
            options.apply(elsewhere).enqueue("mail", "a");
            signal.listeners.forEach(each -> each.accept(told));
            until("it is done", () -> heard.count(End.DONE) == number);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                .as("without it, each is found after 3.75 s or more, when jobs of workers that died are looked for")
                .isLessThan(Duration.ofSeconds(15));
        worker.close();
        assertThat(signal.listeners).isEmpty();
        jobs.close();
        elsewhere.close();
    }
}

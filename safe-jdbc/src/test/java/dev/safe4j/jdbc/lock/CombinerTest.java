package dev.safe4j.jdbc.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CombinerTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final CountDownLatch first = new CountDownLatch(1);
    private final List<List<String>> sent = new CopyOnWriteArrayList<>();
    private final Combiner<String, String> combiner = new Combiner<>(1, 1, key -> key, this::send);

    /** As a pool does it: an interrupted thread gets no connection. */
    private List<String> send(List<String> batch) {
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("interrupted");
        }
        sent.add(batch);
        if (batch.contains("a")) {
            awaitFirst();
        }
        return batch.stream().map(key -> key + "!").toList();
    }

    @Test
    void an_interrupt_of_the_one_who_leads_fails_nobody_else() throws Exception {
        FutureTask<String> leader = start(() -> combiner.send("a"));
        Await.until(SOON, "the first is sent", () -> sent.size() == 1);
        CountDownLatch waits = new CountDownLatch(1);
        Thread[] next = new Thread[1];
        FutureTask<Boolean> interrupted = start(() -> {
            next[0] = Thread.currentThread();
            waits.countDown();
            return combiner.send("b").equals("b!") && Thread.currentThread().isInterrupted();
        });
        waits.await();
        Await.until(SOON, "it waits", () -> next[0].getState() == Thread.State.WAITING);
        Thread[] last = new Thread[1];
        FutureTask<String> follower = start(() -> {
            last[0] = Thread.currentThread();
            return combiner.send("c");
        });
        Await.until(SOON, "one more waits", () -> last[0] != null && last[0].getState() == Thread.State.WAITING);
        next[0].interrupt();
        first.countDown();
        assertThat(leader.get()).isEqualTo("a!");
        assertThat(follower.get()).isEqualTo("c!");
        assertThat(sent).as("the two went together").hasSize(2);
        assertThat(interrupted.get()).as("answered, and the flag is kept").isTrue();
    }

    @Test
    void calls_go_for_themselves_while_they_are_few_and_together_when_they_are_many() throws Exception {
        List<FutureTask<String>> calls = new ArrayList<>();
        Combiner<String, String> ofThree = new Combiner<>(1, 3, key -> key, batch -> {
            sent.add(batch);
            boolean free = awaitFirst();
            return batch.stream().map(key -> key + free).toList();
        });
        for (String key : List.of("a", "b", "c")) {
            calls.add(start(() -> ofThree.send(key)));
            Await.until(SOON, "it is sent alone", () -> sent.contains(List.of(key)));
        }
        Thread[] threads = new Thread[3];
        for (int i = 0; i < threads.length; i++) {
            int number = i;
            calls.add(start(() -> {
                threads[number] = Thread.currentThread();
                return ofThree.send("later " + number);
            }));
            Await.until(
                    SOON,
                    "it waits",
                    () -> threads[number] != null && threads[number].getState() == Thread.State.WAITING);
        }
        first.countDown();
        for (FutureTask<String> each : calls) {
            assertThat(each.get()).endsWith("true");
        }
        assertThat(sent).hasSize(4).last().satisfies(batch -> assertThat(batch).hasSize(3));
    }

    private boolean awaitFirst() {
        try {
            return first.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }

    private static <T> FutureTask<T> start(java.util.concurrent.Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return task;
    }
}

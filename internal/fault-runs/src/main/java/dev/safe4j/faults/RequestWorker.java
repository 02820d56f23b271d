package dev.safe4j.faults;

import dev.safe4j.faults.Asker.Ask;
import dev.safe4j.servers.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A program that asks for requests, by several threads; the arguments are those of its {@link Task}. It says READY, begins another block
 * of requests at "block N", says DONE when all of a block are answered, and ends at "stop", and by itself if the JVM that started it is
 * gone.
 */
public final class RequestWorker {

    private static final int HALTED = 3;
    private static final Duration START = Duration.ofSeconds(60);

    private RequestWorker() {}

    /** Runs a task. */
    public static void main(String[] arguments) throws IOException {
        Task task = Task.fromArguments(List.of(arguments));
        BlockingQueue<Ask> asks = new LinkedBlockingQueue<>();
        try (RequestSite site = opened(task);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            start(task, site, asks);
            say("READY");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("stop")) {
                    say("BYE");
                    Runtime.getRuntime().halt(0);
                }
                begin(task, Integer.parseInt(order.substring("block ".length())), asks);
            }
        }
        Runtime.getRuntime().halt(HALTED); // whoever gives orders is gone
    }

    /** The store may be down just now: that is what the run is about. */
    private static RequestSite opened(Task task) {
        AtomicReference<@Nullable RequestSite> site = new AtomicReference<>();
        Await.until(START, "the store of a worker is there", () -> {
            site.set(RequestSite.open(task));
            return true;
        });
        return Objects.requireNonNull(site.get());
    }

    private static void start(Task task, RequestSite site, BlockingQueue<Ask> asks) {
        AtomicLong runs = new AtomicLong();
        for (int i = 0; i < task.number("threads", 1); i++) {
            Asker asker = new Asker(task.text("name"), site, asks, runs, RequestWorker::say);
            Thread thread = new Thread(asker, task.text("name") + "/" + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Each worker asks in an order of its own. */
    private static void begin(Task task, int number, BlockingQueue<Ask> asks) {
        int size = task.number("block", 1);
        RequestBlock block = new RequestBlock(number, size);
        List<Ask> all = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            all.add(new Ask(block, number * size + i));
        }
        Collections.shuffle(all);
        asks.addAll(all);
    }

    /** One write for each line, so that the lines of several threads stay whole. */
    private static void say(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        System.out.write(bytes, 0, bytes.length);
        System.out.flush();
    }
}

package dev.safe4j.faults;

import dev.safe4j.faults.Asker.Ask;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program that asks for requests, by several threads; the arguments are those of its {@link Task}. It says READY, begins another block
 * of requests at "block N", says DONE when all of a block are answered, and ends at "stop", and by itself if the JVM that started it is
 * gone.
 */
public final class RequestWorker {

    private static final int HALTED = 3;

    private RequestWorker() {}

    /** Runs a task. */
    public static void main(String[] arguments) throws IOException {
        Task task = Task.fromArguments(List.of(arguments));
        BlockingQueue<Ask> asks = new LinkedBlockingQueue<>();
        try (RequestSite site = Program.opened(() -> RequestSite.open(task));
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            start(task, site, asks);
            Program.say("READY");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("stop")) {
                    Program.say("BYE");
                    Runtime.getRuntime().halt(0);
                }
                begin(task, Integer.parseInt(order.substring("block ".length())), asks);
            }
        }
        Runtime.getRuntime().halt(HALTED); // whoever gives orders is gone
    }

    private static void start(Task task, RequestSite site, BlockingQueue<Ask> asks) {
        AtomicLong runs = new AtomicLong();
        for (int i = 0; i < task.number("threads", 1); i++) {
            Asker asker = new Asker(task.text("name"), site, asks, runs, Program::say);
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
}

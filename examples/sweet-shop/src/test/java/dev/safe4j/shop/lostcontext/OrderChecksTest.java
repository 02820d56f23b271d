package dev.safe4j.shop.lostcontext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.background.WorkerThreads;
import dev.safe4j.fanout.FanOutListener.End;
import dev.safe4j.fanout.FanOuts;
import dev.safe4j.fanout.Outcome.Kind;
import dev.safe4j.shop.lostcontext.OrderChecks.Check;
import dev.safe4j.shop.pages.Recording;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class OrderChecksTest {

    private static final String REQUEST = "request 17: UnsafeOrderChecks.check";
    private static final String WORKERS = "its workers";

    /** The lines of the log: the request's id, as the layout prints it, and the message. */
    private final List<String> log = new CopyOnWriteArrayList<>();

    private final Map<String, End> ends = new ConcurrentHashMap<>();
    private final List<Check> checks = List.of(logged("address"), logged("card"), logged("stock"));

    private Check logged(String what) {
        return order -> log("the " + what + " of " + order);
    }

    private void log(String message) {
        log.add("[" + MDC.get("request") + "] " + message);
    }

    private static void asRequest(String id, Runnable action) {
        MDC.put("request", id);
        try {
            action.run();
        } finally {
            MDC.remove("request");
        }
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void unsafe_logs_without_the_id_of_the_request() {
        Recording recording = new Recording(REQUEST, WORKERS);
        OrderChecks unsafe = new UnsafeOrderChecks(WorkerThreads.named("checks"), checks);
        asRequest("17", () -> {
            log("order 4 has come");
            unsafe.check("order 4");
        });
        assertThat(log.get(0)).isEqualTo("[17] order 4 has come");
        recording.note(REQUEST, "logs: " + log.get(0));
        List<String> ofWorkers = log.subList(1, log.size()).stream().sorted().toList();
        assertThat(ofWorkers).hasSize(3).allSatisfy(line -> assertThat(line).startsWith("[null] "));
        ofWorkers.forEach(line -> recording.note(WORKERS, "logs: " + line));
        recording.assertOnPage("lost-context", "who looks for request 17 finds one line of four");
    }

    @Test
    void safe_logs_with_it_and_leaves_no_id_behind_for_the_next() {
        FanOuts fanOuts =
                FanOuts.builder().listener(name -> end -> ends.put(name, end)).build();
        OrderChecks safe = new SafeOrderChecks(fanOuts, checks);
        asRequest("17", () -> safe.check("order 4"));
        asRequest("18", () -> safe.check("order 5"));
        safe.check("order 6");
        assertThat(log)
                .filteredOn(line -> line.startsWith("[17]"))
                .hasSize(3)
                .allMatch(line -> line.contains("order 4"));
        assertThat(log)
                .filteredOn(line -> line.startsWith("[18]"))
                .hasSize(3)
                .allMatch(line -> line.contains("order 5"));
        assertThat(log).filteredOn(line -> line.startsWith("[null]")).hasSize(3);
        assertThat(ends).containsOnlyKeys("order-checks");
        assertThat(ends.get("order-checks").counts()).containsEntry(Kind.SUCCESS, 3);
    }
}

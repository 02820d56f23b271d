package dev.safe4j.shop.nodeadline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.safe4j.background.WorkerThreads;
import dev.safe4j.servers.Await;
import dev.safe4j.shop.nodeadline.Dashboard.Service;
import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DashboardTest {

    private static final String REQUEST = "request: UnsafeDashboard.lines";
    private static final String SERVICES = "services";

    private final Gate hangs = new Gate();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();
    private final Map<String, Service> services = new LinkedHashMap<>();

    DashboardTest() {
        services.put("sales", () -> said("17 boxes"));
        services.put("stock", () -> said("nougat is low"));
        services.put("weather", this::weather);
        services.put("mail", () -> said("3 letters"));
    }

    private String said(String line) {
        answered.incrementAndGet();
        return line;
    }

    private String weather() {
        try {
            hangs.passUnlessInterrupted();
            return said("rain");
        } catch (CancellationException interrupted) {
            stopped.incrementAndGet();
            throw interrupted;
        }
    }

    @Test
    void unsafe_shows_nothing_while_one_does_not_answer() {
        Recording recording = new Recording(REQUEST, SERVICES);
        Map<String, String> shown = new ConcurrentHashMap<>();
        Dashboard dashboard = new UnsafeDashboard(WorkerThreads.named("dashboard"), services);
        Visitor request = Visitor.starts("request", () -> shown.putAll(dashboard.lines()));
        hangs.awaitArrival();
        recording.note(REQUEST, "asks all four");
        Await.until(Visitor.BOUND, "three have answered", () -> answered.get() == 3);
        recording.note(SERVICES, "sales, stock and mail answer; weather does not");
        request.awaitState(Thread.State.WAITING);
        recording.note(REQUEST, "weather.join() → waits, without an end");
        assertThat(shown).isEmpty();
        hangs.open();
        request.finish();
        assertThat(shown).hasSize(4);
        recording.assertOnPage("no-deadline", "three lines are there, and nobody sees them");
    }

    @Test
    void safe_shows_what_has_come_in_time() {
        Map<String, String> lines = new SafeDashboard(Duration.ofMillis(300), services).lines();
        assertThat(lines)
                .containsExactly(
                        entry("sales", "17 boxes"),
                        entry("stock", "nougat is low"),
                        entry("weather", SafeDashboard.MISSING),
                        entry("mail", "3 letters"));
        assertThat(stopped).hasValue(1);
    }

    @Test
    void safe_shows_all_when_all_has_come() {
        hangs.open();
        assertThat(new SafeDashboard(Duration.ofSeconds(20), services).lines())
                .hasSize(4)
                .containsEntry("weather", "rain");
    }
}

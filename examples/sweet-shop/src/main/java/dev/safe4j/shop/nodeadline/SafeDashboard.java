package dev.safe4j.shop.nodeadline;

import dev.safe4j.fanout.FanOut;
import dev.safe4j.fanout.Outcome.Success;
import dev.safe4j.fanout.Outcomes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows what has come when the time is over, and what has not. */
public final class SafeDashboard implements Dashboard {

    /** In the place of a line that has not come, or could not. */
    public static final String MISSING = "no answer";

    private final Duration patience;
    private final List<Map.Entry<String, Service>> services;

    public SafeDashboard(Duration patience, Map<String, Service> services) {
        this.patience = patience;
        this.services = List.copyOf(new LinkedHashMap<>(services).entrySet());
    }

    @Override
    public Map<String, String> lines() {
        Outcomes<String> outcomes = FanOut.over(services)
                .named("dashboard")
                .deadline(patience)
                .settle(service -> service.getValue().line());
        Map<String, String> lines = new LinkedHashMap<>();
        for (int i = 0; i < outcomes.size(); i++) {
            String line = outcomes.get(i) instanceof Success<String> came ? came.value() : MISSING;
            lines.put(services.get(i).getKey(), line);
        }
        return lines;
    }
}

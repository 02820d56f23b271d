package dev.safe4j.it.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A meter or a span, as it is registered or as a page says it is.
 *
 * @param type timer, counter, gauge, summary or span
 * @param unit in words; null if it has none
 * @param tags with the values that were seen or are listed
 */
record Measured(String type, @Nullable String unit, Map<String, Set<String>> tags) {

    /** All meters that there are, by their names. */
    static Map<String, Measured> meters() {
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        AllMeters.register(registry);
        Map<String, Measured> all = new TreeMap<>();
        for (Meter each : registry.getMeters()) {
            Meter.Id id = each.getId();
            Measured known = all.computeIfAbsent(
                    id.getName(), name -> new Measured(type(id.getType()), id.getBaseUnit(), new TreeMap<>()));
            for (Tag tag : id.getTags()) {
                known.seen(tag.getKey(), tag.getValue());
            }
        }
        return all;
    }

    private static String type(Meter.Type type) {
        return switch (type) {
            case TIMER -> "timer";
            case COUNTER -> "counter";
            case GAUGE -> "gauge";
            case DISTRIBUTION_SUMMARY -> "summary";
            default -> throw new AssertionError("no page knows meters of the type " + type);
        };
    }

    /** All spans that there are, by their names. */
    static Map<String, Measured> spans() {
        List<Observation.Context> ended = new ArrayList<>();
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<Observation.Context>() {
            @Override
            public void onStop(Observation.Context context) {
                ended.add(context);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return true;
            }
        });
        AllMeters.observe(registry);
        Map<String, Measured> all = new TreeMap<>();
        for (Observation.Context each : ended) {
            Measured known = all.computeIfAbsent(
                    String.valueOf(each.getName()), name -> new Measured("span", "seconds", new TreeMap<>()));
            each.getAllKeyValues().forEach(tag -> known.seen(tag.getKey(), tag.getValue()));
        }
        return all;
    }

    private void seen(String tag, String value) {
        tags.computeIfAbsent(tag, name -> new TreeSet<>()).add(value);
    }
}

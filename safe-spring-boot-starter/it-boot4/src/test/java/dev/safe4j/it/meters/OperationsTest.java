package dev.safe4j.it.meters;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.json.JsonParserFactory;
import org.yaml.snakeyaml.Yaml;

/** The dashboard and the rules ask for metrics and labels that there are, by the names that Micrometer gives them in Prometheus. */
class OperationsTest {

    private static final Pattern LINE = Pattern.compile("^(safe4j_\\w+)(?:\\{([^}]*)})? \\S+$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");

    private final Map<String, Map<String, Set<String>>> metrics = scraped();

    /** What an endpoint for Prometheus would answer, read. */
    private static Map<String, Map<String, Set<String>>> scraped() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        AllMeters.register(registry);
        Map<String, Map<String, Set<String>>> metrics = new TreeMap<>();
        Matcher line = LINE.matcher(registry.scrape());
        while (line.find()) {
            Map<String, Set<String>> labels = metrics.computeIfAbsent(line.group(1), name -> new TreeMap<>());
            Matcher label = LABEL.matcher(line.group(2) == null ? "" : line.group(2));
            while (label.find()) {
                labels.computeIfAbsent(label.group(1), name -> new TreeSet<>()).add(label.group(2));
            }
        }
        return metrics;
    }

    @Test
    void the_names_are_those_that_the_page_of_the_meters_gives_as_examples() {
        assertThat(metrics)
                .containsKeys(
                        "safe4j_lock_wait_seconds_count", "safe4j_lock_renewals_total", "safe4j_job_oldest_seconds");
    }

    @Test
    void every_rule_asks_for_what_there_is_and_shows_labels_that_it_has() {
        List<Map<String, Object>> rules = rules();
        SoftAssertions softly = new SoftAssertions();
        Set<Object> names = new TreeSet<>();
        for (Map<String, Object> rule : rules) {
            String name = String.valueOf(rule.get("alert"));
            softly.assertThat(names.add(name)).as(name + " stands there once").isTrue();
            Query query = new Query(String.valueOf(rule.get("expr")), metrics);
            softly.assertThat(query.faults()).as(name + ": " + query).isEmpty();
            Map<String, Object> annotations = map(rule.get("annotations"));
            softly.assertThat(annotations).as(name).containsKeys("summary", "description", "runbook");
            softly.assertThat(query.grouped()).as(name).containsAll(shown(annotations.toString()));
            softly.assertThat(sections()).as(name).contains(String.valueOf(annotations.get("runbook")));
            softly.assertThat(map(rule.get("labels"))).as(name).containsKey("severity");
        }
        softly.assertAll();
        assertThat(rules).hasSizeGreaterThan(10);
    }

    @Test
    void every_panel_of_the_dashboard_asks_for_what_there_is_and_shows_labels_that_it_has() {
        Map<String, Object> dashboard =
                JsonParserFactory.getJsonParser().parseMap(Folder.text("docs/operations/grafana-dashboard.json"));
        SoftAssertions softly = new SoftAssertions();
        int targets = 0;
        for (Map<String, Object> panel : maps(dashboard.get("panels"))) {
            for (Map<String, Object> target : maps(panel.get("targets"))) {
                Query query = new Query(String.valueOf(target.get("expr")), metrics);
                softly.assertThat(query.faults())
                        .as(panel.get("title") + ": " + query)
                        .isEmpty();
                softly.assertThat(query.grouped())
                        .as(panel.get("title") + ": " + query)
                        .containsAll(shown(String.valueOf(target.get("legendFormat"))));
                targets++;
            }
        }
        for (Map<String, Object> variable :
                maps(map(dashboard.get("templating")).get("list"))) {
            if ("query".equals(variable.get("type"))) {
                Query query = new Query(String.valueOf(variable.get("query")), metrics);
                softly.assertThat(query.faults()).as("variable: " + query).isEmpty();
            }
        }
        softly.assertAll();
        assertThat(targets).isGreaterThan(15);
    }

    /** The check itself sees what is wrong. */
    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
            sum by (store) (rate(safe4j_lock_hold_seconds_count{end="lost"}[5m])) > 0    ~
            sum by (store) (rate(safe4j_lock_held_seconds_count{end="lost"}[5m]))        ~ there is no metric safe4j_lock_held_seconds_count
            sum by (store) (rate(safe4j_lock_hold_seconds_count{ending="lost"}[5m]))     ~ safe4j_lock_hold_seconds_count has no label ending
            sum by (store) (rate(safe4j_lock_hold_seconds_count{end="lsot"}[5m]))        ~ safe4j_lock_hold_seconds_count has no end lsot
            sum by (shop) (rate(safe4j_lock_hold_seconds_count{end="lost|store"}[5m]))   ~ safe4j_lock_hold_seconds_count has no label shop to group by
            sum by (instance) (safe4j_lock_active)                                       ~
            label_values(safe4j_lock_active, shop)                                       ~ safe4j_lock_active has no label shop to group by
            vector(1)                                                                    ~ there is no metric vector
            """)
    void a_name_that_is_none_is_found(String query, @Nullable String fault) {
        List<String> faults = new Query(query, metrics).faults();
        if (fault == null) {
            assertThat(faults).isEmpty();
        } else {
            assertThat(faults).contains(fault);
        }
    }

    /** The sections of the page of the meters, as links name them. */
    private static Set<String> sections() {
        return Folder.text("docs/guide/meters.md")
                .lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3).toLowerCase(Locale.ROOT).replaceAll("[^a-z -]", ""))
                .map(title -> "docs/guide/meters.md#" + title.replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static Set<String> shown(String text) {
        Set<String> labels = new TreeSet<>();
        Matcher shown = SHOWN.matcher(text);
        while (shown.find()) {
            labels.add(shown.group(1));
        }
        return labels;
    }

    private static List<Map<String, Object>> rules() {
        List<Map<String, Object>> rules = new ArrayList<>();
        Map<String, Object> file = new Yaml().load(Folder.text("docs/operations/alerts.yml"));
        maps(file.get("groups")).forEach(group -> rules.addAll(maps(group.get("rules"))));
        return rules;
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> maps(@Nullable Object list) {
        return list == null ? List.of() : (List<Map<String, Object>>) list;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object map) {
        return map == null ? Map.of() : (Map<String, Object>) map;
    }
}

package dev.safe4j.it.meters;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query of Prometheus, as far as its names go. */
final class Query {

    /** What may stand in a query besides metrics: what the files use, so that a metric that is misspelt is none of them. */
    private static final Set<String> WORDS = Set.of(
            "sum", "max", "by", "rate", "increase", "and", "or", "unless", "on", "clamp_min", "offset", "label_values");

    /** What Prometheus itself adds to everything that it scrapes. */
    private static final Set<String> OF_THE_SCRAPE = Set.of("instance");

    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
    private static final Pattern SELECTOR = Pattern.compile("([a-zA-Z_:][\\w:]*)\\s*\\{([^}]*)\\}");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|on)\\s*\\(([^)]*)\\)");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_:][\\w:]*");
    private static final Pattern VARIABLE = Pattern.compile("^label_values\\((.+),\\s*(\\w+)\\)$");

    private final String text;
    private final Map<String, Map<String, Set<String>>> metrics;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();

    /**
     * @param text the query
     * @param metrics what there is: the values of the labels of the metrics
     */
    Query(String text, Map<String, Map<String, Set<String>>> metrics) {
        this.text = text;
        this.metrics = metrics;
    }

    /** What it asks for that there is not; empty if all is well. */
    List<String> faults() {
        Matcher variable = VARIABLE.matcher(text);
        String query = variable.matches() ? variable.group(1) : text;
        selectors(query);
        words(query);
        if (variable.matches()) {
            labels(variable.group(2));
        }
        Matcher grouping = GROUPING.matcher(query);
        while (grouping.find()) {
            labels(grouping.group(1));
        }
        if (asked.isEmpty()) {
            faults.add("it asks for nothing");
        }
        return faults;
    }

    /** The labels that the series of the result have, as far as the query names them. */
    Set<String> grouped() {
        Set<String> labels = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(text);
        while (grouping.find()) {
            labels.addAll(split(grouping.group(1)));
        }
        return labels;
    }

    private void selectors(String query) {
        Matcher selector = SELECTOR.matcher(query);
        while (selector.find()) {
            Map<String, Set<String>> labels = metrics.getOrDefault(selector.group(1), Map.of());
            Matcher matcher = MATCHER.matcher(selector.group(2));
            while (matcher.find()) {
                String label = matcher.group(1);
                if (!labels.containsKey(label)) {
                    faults.add(selector.group(1) + " has no label " + label);
                } else if (!matcher.group(3).startsWith("$")) {
                    for (String value : matcher.group(3).split("\\|")) {
                        if (!labels.getOrDefault(label, Set.of()).contains(value)) {
                            faults.add(selector.group(1) + " has no " + label + " " + value);
                        }
                    }
                }
            }
        }
    }

    private void words(String query) {
        String bare = GROUPING.matcher(
                        RANGE.matcher(TEXT.matcher(query).replaceAll("")).replaceAll(""))
                .replaceAll(" by ")
                .replaceAll("\\{[^}]*\\}", "");
        Matcher word = WORD.matcher(bare);
        while (word.find()) {
            if (metrics.containsKey(word.group())) {
                asked.add(word.group());
            } else if (!WORDS.contains(word.group())) {
                faults.add("there is no metric " + word.group());
            }
        }
    }

    /** Each is a label of all metrics of the query. */
    private void labels(String list) {
        for (String label : split(list)) {
            for (String metric : asked) {
                if (!OF_THE_SCRAPE.contains(label)
                        && !metrics.getOrDefault(metric, Map.of()).containsKey(label)) {
                    faults.add(metric + " has no label " + label + " to group by");
                }
            }
        }
    }

    private static List<String> split(String list) {
        return Arrays.stream(list.split(",")).map(String::strip).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}

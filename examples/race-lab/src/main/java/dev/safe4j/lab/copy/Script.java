package dev.safe4j.lab.copy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page's modules as one script: a browser loads no module beside a page that is opened as a file. It knows the few forms of import and
 * export that the page uses, and refuses others.
 */
final class Script {

    private static final Pattern IMPORT =
            Pattern.compile("^import (?:\\* as (\\w+)|(\\{[^}]+})) from \"\\./(\\w+)\\.js\";$", Pattern.MULTILINE);
    private static final Pattern EXPORT =
            Pattern.compile("^export (?=(?:async function|function|class|const) (\\w+))", Pattern.MULTILINE);
    private static final Pattern OTHER = Pattern.compile("^(?:import|export)\\b.*", Pattern.MULTILINE);

    private final UnaryOperator<String> sources;
    private final Map<String, String> modules = new LinkedHashMap<>();

    private Script(UnaryOperator<String> sources) {
        this.sources = sources;
    }

    /**
     * All that a module needs, and it itself at the end.
     *
     * @param sources gives the source of a module of that name
     * @throws IllegalStateException if a module cannot be taken along as it is written
     */
    static String of(String module, UnaryOperator<String> sources) {
        Script script = new Script(sources);
        script.add(module, List.of());
        return "const modules = {};\n" + String.join("", script.modules.values());
    }

    private void add(String module, List<String> from) {
        if (from.contains(module)) {
            throw new IllegalStateException("module " + module + " needs itself, by " + from);
        }
        if (modules.containsKey(module)) {
            return;
        }
        String source = sources.apply(module);
        List<String> by = new ArrayList<>(from);
        by.add(module);
        IMPORT.matcher(source).results().forEach(needed -> add(needed.group(3), by));
        List<String> names =
                EXPORT.matcher(source).results().map(each -> each.group(1)).toList();
        String body =
                EXPORT.matcher(IMPORT.matcher(source).replaceAll(Script::taken)).replaceAll("");
        Matcher other = OTHER.matcher(body);
        if (other.find()) {
            throw new IllegalStateException(
                    "module " + module + " has what a copy cannot take along: " + other.group());
        }
        modules.put(
                module,
                "modules." + module + " = (() => {\n" + body + "return { " + String.join(", ", names) + " };\n})();\n");
    }

    private static String taken(MatchResult each) {
        String names = each.group(1) == null ? each.group(2) : each.group(1);
        return Matcher.quoteReplacement("const " + names + " = modules." + each.group(3) + ";");
    }
}

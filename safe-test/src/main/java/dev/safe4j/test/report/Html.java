package dev.safe4j.test.report;

import dev.safe4j.test.hint.Hint;
import dev.safe4j.test.interleavings.Summary;
import dev.safe4j.test.interleavings.Timeline;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills the page. What comes from a run is escaped and never part of a script; the page's policy lets no other script run, and
 * nothing be loaded.
 */
final class Html {

    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");

    private Html() {}

    static String page(Summary told) {
        Map<String, String> slots = new HashMap<>();
        String script = resource("report.js");
        slots.put("style", resource("report.css"));
        slots.put("script", script);
        slots.put("script-hash", hash(script));
        slots.put("title", escape(title(told)));
        slots.put("verdict", escape(told.verdict()));
        slots.put("verdict-class", told.token() == null ? told.verdict().replace(' ', '-') : "broken");
        slots.put("what", escape(told.what()));
        slots.put("where", told.where().isEmpty() ? "" : "<p class=\"where\">" + escape(told.where()) + "</p>");
        slots.put("after", told.after() == null ? "" : "<p class=\"after\">After: " + escape(told.after()) + "</p>");
        slots.put("hint", told.hint() == null ? "" : hint(told.hint()));
        Timeline timeline = told.timeline();
        slots.put("timeline", timeline == null ? "" : new HtmlTimeline(timeline, told.ends()).table());
        slots.put("replay", told.token() == null ? "" : fill("replay.html", Map.of("token", escape(told.token()))));
        slots.put("outcomes", told.outcomes().isEmpty() ? "" : outcomes(told.outcomes()));
        slots.put("notes", String.join("", told.notes().stream().map(Html::note).toList()));
        return fill("report.html", slots);
    }

    private static String title(Summary told) {
        String first = told.what().lines().findFirst().orElse("");
        return told.verdict() + (told.token() == null ? " " : ": ") + first;
    }

    private static String hint(Hint hint) {
        return fill(
                "hint.html",
                Map.of(
                        "name", escape(hint.hazard().title()),
                        "why", escape(hint.why()),
                        "help", escape(hint.hazard().help()),
                        "page", escape(hint.hazard().page())));
    }

    private static String outcomes(Map<String, Integer> outcomes) {
        int all = outcomes.values().stream().mapToInt(Integer::intValue).sum();
        StringBuilder rows = new StringBuilder();
        outcomes.forEach((end, count) -> rows.append(fill(
                "outcome.html",
                Map.of("count", String.valueOf(count), "all", String.valueOf(all), "end", escape(end)))));
        return fill("outcomes.html", Map.of("rows", rows.toString(), "all", String.valueOf(all)));
    }

    private static String note(String note) {
        return "<p class=\"note\">Note: " + escape(note) + "</p>";
    }

    /** Every slot once, from left to right: what is filled in is not looked at again. */
    private static String fill(String template, Map<String, String> slots) {
        Matcher slot = SLOT.matcher(resource(template));
        return slot.replaceAll(found -> Matcher.quoteReplacement(
                Objects.requireNonNull(slots.get(found.group(1)), () -> "no text for " + found.group())));
    }

    private static String resource(String name) {
        try (InputStream file = Objects.requireNonNull(Html.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Escapes text for an element or a quoted attribute. */
    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

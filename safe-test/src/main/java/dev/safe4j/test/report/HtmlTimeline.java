package dev.safe4j.test.report;

import static dev.safe4j.test.report.Html.escape;

import dev.safe4j.test.interleavings.Timeline;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The timeline as a table; a wait is a cell that goes down to the row in which it ends. */
final class HtmlTimeline {

    private static final int LONGEST = 300;
    private static final Pattern VERB = Pattern.compile("^((?:#\\d+: )?)(\\w+)");

    private final Timeline timeline;
    private final List<String> ends;
    private final StringBuilder html = new StringBuilder();

    HtmlTimeline(Timeline timeline, List<String> ends) {
        this.timeline = timeline;
        this.ends = ends;
    }

    String table() {
        int columns = timeline.columns().size();
        html.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"timeline\">\n");
        html.append("<table class=\"timeline\" style=\"--columns:")
                .append(columns)
                .append("\">\n");
        html.append("<caption>Time goes down, a column an actor.</caption>\n<thead><tr><td></td>");
        for (int i = 0; i < columns; i++) {
            String frame = timeline.frames().get(i);
            html.append("<th scope=\"col\" class=\"actor a").append(i % 4).append("\">");
            html.append(escape(timeline.columns().get(i)));
            html.append(frame == null ? "" : "<span class=\"frame\">" + frame(frame) + "</span>");
            html.append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < timeline.rows().size(); i++) {
            row(i);
        }
        html.append("<tr class=\"end\"><th scope=\"row\">end</th>");
        ends.forEach(end -> html.append(end.isEmpty() || end.startsWith("ok") ? "<td>" : "<td class=\"fault\">")
                .append(escape(end))
                .append("</td>"));
        return html.append("</tr>\n</tbody></table></div>").toString();
    }

    private void row(int at) {
        Timeline.Row row = timeline.rows().get(at);
        html.append("<tr><th scope=\"row\">").append(row.label()).append("</th>");
        for (int column = 0; column < timeline.columns().size(); column++) {
            if (column == row.column()) {
                step(row, column, at);
            } else if (!isWaiting(column, at)) {
                html.append("<td></td>");
            } else if (begins(column, at)) {
                bar(timeline.rows().get(at - 1), at);
            }
        }
        html.append("</tr>\n");
    }

    private void step(Timeline.Row row, int column, int at) {
        html.append("<td class=\"step a").append(column % 4).append(row.isFault() ? " fault\">" : "\">");
        String end = row.isFault() ? "… fails" : "… goes on";
        html.append(row.isEnd() ? "<span class=\"on\">" + end + "</span>" : statement(row.what()));
        if (row.result() != null) {
            boolean plain = row.result().equals("ok") || row.result().matches("\\d+ rows?");
            html.append("<span class=\"result\"><span aria-hidden=\"true\">→ </span>");
            html.append(plain ? "<span>" : row.isFault() ? "<span class=\"error\">" : "<span class=\"read\">");
            html.append(folded(row.result(), escape(row.result()))).append("</span></span>");
        }
        boolean barFollows = row.waitsFor() != null && at + 1 < endOf(row, at);
        if (row.waitsFor() != null && !barFollows) {
            html.append("<span class=\"waits\">").append(escape(row.waitsFor())).append("</span>");
        }
        html.append("</td>");
    }

    private static String statement(String what) {
        Matcher verb = VERB.matcher(what);
        String marked = verb.find()
                ? escape(verb.group(1)) + "<b>" + escape(verb.group(2)) + "</b>" + escape(what.substring(verb.end()))
                : escape(what);
        return "<code>" + folded(what, marked) + "</code>";
    }

    private static String folded(String text, String html) {
        return text.length() <= LONGEST
                ? html
                : "<details><summary>" + escape(text.substring(0, LONGEST / 2)) + " … "
                        + escape(text.substring(text.length() - LONGEST / 3)) + "</summary>" + html + "</details>";
    }

    private static String frame(String frame) {
        return escape(frame).replace(".", ".<wbr>");
    }

    private void bar(Timeline.Row waits, int at) {
        int rows = endOf(waits, at - 1) - at;
        html.append("<td class=\"bar a")
                .append(waits.column() % 4)
                .append("\" rowspan=\"")
                .append(rows);
        html.append("\"><span>")
                .append(escape(String.valueOf(waits.waitsFor())))
                .append("</span></td>");
    }

    /** Whether the column's last row before this one began a wait that is not over. */
    private boolean isWaiting(int column, int at) {
        for (int i = at - 1; i >= 0; i--) {
            Timeline.Row row = timeline.rows().get(i);
            if (row.column() == column) {
                return row.waitsFor() != null && at < endOf(row, i);
            }
        }
        return false;
    }

    private boolean begins(int column, int at) {
        return timeline.rows().get(at - 1).column() == column;
    }

    /** The row in which a wait ends; the one after the last if it never does. */
    private int endOf(Timeline.Row waits, int from) {
        for (int i = from + 1; i < timeline.rows().size(); i++) {
            Timeline.Row row = timeline.rows().get(i);
            if (row.isEnd() && row.number() == waits.number()) {
                return i;
            }
        }
        return timeline.rows().size();
    }
}

package dev.safe4j.benchmarks;

import dev.safe4j.benchmarks.Chart.Bar;
import dev.safe4j.benchmarks.Chart.Panel;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A chart as SVG: one bar below the other, all of them on one scale, with a line at the ratio of 1. It has its own ground and colours for
 * light and for dark surroundings. The same chart is always the same text.
 */
final class BarChart {

    private static final int MARGIN = 16;
    private static final int GAP = 8;
    private static final int SIZE = 12;
    private static final int TITLE = 16;
    private static final int LONGEST = 320;
    private static final int PITCH = 22;
    private static final int THICK = 14;
    private static final int TOP = 96;
    private static final int HEAD = 14;
    private static final int FOOT = 36;

    private static final String RULE = "Ratio to the first bar of each table, by the medians; longer is faster.";

    private static final String STYLE = """
            <style>
            text { font: %dpx system-ui, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; fill: #1f2328; }
            .title { font-size: %dpx; font-weight: 600; }
            .panel, .ratio { font-weight: 600; }
            .quiet { fill: #59636e; }
            .figure { paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
            .one { stroke: #59636e; stroke-dasharray: 3 3; }
            .ground { fill: #ffffff; stroke: #d1d9e0; }
            .first { fill: #818b98; }
            .ours { fill: #0969da; }
            .other { fill: #bf8700; }
            @media (prefers-color-scheme: dark) {
              text { fill: #f0f6fc; }
              .quiet { fill: #9198a1; }
              .figure { stroke: #0d1117; }
              .one { stroke: #9198a1; }
              .ground { fill: #0d1117; stroke: #3d444d; }
              .first { fill: #656c76; }
              .ours { fill: #4493f8; }
              .other { fill: #d29922; }
            }
            </style>
            """.formatted(SIZE, TITLE);

    private final Chart chart;
    private final double left;
    private final double unit;
    private final StringBuilder svg = new StringBuilder();

    private BarChart(Chart chart) {
        this.chart = chart;
        this.left = Math.ceil(MARGIN + Letters.widest(bars().map(Bar::subject), SIZE) + GAP);
        this.unit = LONGEST / chart.longest();
    }

    /** Draws it. */
    static String svg(Chart chart) {
        return new BarChart(chart).drawn();
    }

    private Stream<Bar> bars() {
        return chart.panels().stream().flatMap(panel -> panel.bars().stream());
    }

    private String drawn() {
        int width = width();
        int height = height();
        line("<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' role='img'>", width, height);
        line("<title>%s</title>", escaped(chart.name()));
        line("<desc>%s</desc>", RULE);
        svg.append(STYLE);
        line("<rect class='ground' x='0.5' y='0.5' width='%d' height='%d' rx='6'/>", width - 1, height - 1);
        text("title", MARGIN, 30, chart.name());
        text("quiet", MARGIN, 50, RULE);
        legend();
        int top = TOP;
        for (Panel panel : chart.panels()) {
            panel(panel, top);
            top += height(panel);
        }
        line("</svg>");
        return svg.toString();
    }

    /** Enough for the longest bar with the longest figure behind it, and for every heading. */
    private int width() {
        double figures = Letters.widest(bars().map(bar -> ratio(bar) + " " + bar.figure()), SIZE + 1);
        double headings = Letters.widest(
                Stream.concat(Stream.of(RULE), chart.panels().stream().map(Panel::variant)), SIZE + 1);
        double title = Letters.width(chart.name(), TITLE + 1);
        double right = Math.max(left + LONGEST + GAP + figures, MARGIN + Math.max(headings, title));
        return (int) Math.ceil(right) + MARGIN;
    }

    private int height() {
        return TOP + chart.panels().stream().mapToInt(BarChart::height).sum();
    }

    private static int height(Panel panel) {
        return HEAD + PITCH * panel.bars().size() + FOOT;
    }

    private void legend() {
        double x = MARGIN;
        for (List<String> each : List.of(
                List.of("first", "first of its table: 1"), List.of("ours", "safe4j"), List.of("other", "others"))) {
            line("<rect class='%s' x='%.1f' y='62' width='10' height='10'/>", each.get(0), x);
            text("quiet", x + 16, 71, each.get(1));
            x += 16 + Letters.width(each.get(1), SIZE) + MARGIN;
        }
    }

    private void panel(Panel panel, int top) {
        text("panel", MARGIN, top + 4, panel.variant());
        List<Bar> all = panel.bars();
        int y = top + HEAD;
        for (int i = 0; i < all.size(); i++) {
            bar(all.get(i), i == 0, y + i * PITCH);
        }
        int bottom = y + all.size() * PITCH;
        double one = left + unit;
        line("<line class='one' x1='%.1f' y1='%d' x2='%.1f' y2='%d'/>", one, y, one, bottom);
        line("<text class='quiet' x='%.1f' y='%d' text-anchor='middle'>1</text>", one, bottom + SIZE);
        for (int i = 0; i < all.size(); i++) { // over the line
            texts(all.get(i), y + i * PITCH + SIZE + 3);
        }
    }

    private void bar(Bar bar, boolean isFirst, int y) {
        String kind = isFirst ? "first" : bar.subject().startsWith("safe4j") ? "ours" : "other";
        int top = y + (PITCH - THICK) / 2;
        line(
                "<rect class='%s bar' x='%.1f' y='%d' width='%.2f' height='%d'/>",
                kind, left, top, bar.ratio() * unit, THICK);
    }

    private void texts(Bar bar, int baseline) {
        text("subject", MARGIN, baseline, bar.subject());
        line(
                "<text class='figure' x='%.1f' y='%d'><tspan class='ratio'>%s</tspan> <tspan class='quiet'>%s</tspan></text>",
                left + bar.ratio() * unit + GAP, baseline, ratio(bar), escaped(bar.figure()));
    }

    private static String ratio(Bar bar) {
        return Shown.two(bar.ratio());
    }

    private void text(String kind, double x, int y, String text) {
        line("<text class='%s' x='%.1f' y='%d'>%s</text>", kind, x, y, escaped(text));
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is of a library that nothing else needs
    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}

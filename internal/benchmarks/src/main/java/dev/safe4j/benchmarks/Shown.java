package dev.safe4j.benchmarks;

import java.util.Locale;

/** Figures as people read them. */
final class Shown {

    private Shown() {}

    static String spread(Spread spread) {
        return whole(spread.median()) + " (" + whole(spread.min()) + "–" + whole(spread.max()) + ")";
    }

    static String millis(Spread spread) {
        return millis(spread.median()) + " (" + millis(spread.min()) + "–" + millis(spread.max()) + ")";
    }

    static String whole(double figure) {
        return String.format(Locale.ROOT, "%,.0f", figure);
    }

    static String two(double figure) {
        return String.format(Locale.ROOT, "%.2f", figure);
    }

    static String millis(double figure) {
        return String.format(Locale.ROOT, figure < 1 ? "%.3f" : figure < 10 ? "%.2f" : "%.1f", figure);
    }
}

package dev.safe4j.benchmarks;

import java.util.stream.Stream;

/**
 * How much room a text needs at most: by the widths of DejaVu Sans, which is the widest of the fonts that browsers take for a page. A
 * picture has to be laid out without knowing the font it is shown in.
 */
final class Letters {

    private static final String NARROW = "ijltfrI|!.,:;'()[]/ ";
    private static final String WIDE = "mwMW@%—&<>=+·";

    private Letters() {}

    /** In pixels. */
    static double width(String text, int size) {
        return size * text.chars().mapToDouble(Letters::ofSize1).sum();
    }

    static double widest(Stream<String> texts, int size) {
        return texts.mapToDouble(text -> width(text, size)).max().orElse(0);
    }

    private static double ofSize1(int letter) {
        if (Character.isDigit(letter)) {
            return 0.64;
        } else if (NARROW.indexOf(letter) >= 0) {
            return 0.42;
        } else if (WIDE.indexOf(letter) >= 0) {
            return 1.0;
        }
        return Character.isUpperCase(letter) ? 0.8 : 0.64;
    }
}

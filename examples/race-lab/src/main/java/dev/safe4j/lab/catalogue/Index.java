package dev.safe4j.lab.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The index of the catalogue: its parts, and a line for each hazard. */
record Index(List<Part> parts) {

    private static final Pattern PART = Pattern.compile("^## (.+)$");
    private static final Pattern ROW = Pattern.compile("^\\| \\[([a-z-]+)]\\(\\1\\.md\\) \\| (.+?) \\| (.+?) \\|$");

    /** A part of the catalogue. */
    record Part(String name, List<Line> hazards) {}

    /** A hazard: what goes wrong in a line, and what to use instead. */
    record Line(String slug, String line, String use) {}

    static Index of(String readme) {
        List<Part> parts = new ArrayList<>();
        String part = "";
        for (String line : readme.lines().toList()) {
            Matcher head = PART.matcher(line);
            Matcher row = ROW.matcher(line);
            if (head.matches()) {
                part = head.group(1);
            } else if (row.matches()) {
                if (parts.isEmpty() || !parts.get(parts.size() - 1).name().equals(part)) {
                    parts.add(new Part(part, new ArrayList<>()));
                }
                parts.get(parts.size() - 1)
                        .hazards()
                        .add(new Line(row.group(1), plain(row.group(2)), plain(row.group(3))));
            }
        }
        return new Index(parts);
    }

    private static String plain(String markdown) {
        return markdown.replace("`", "");
    }
}

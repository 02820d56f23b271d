package dev.safe4j.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Draws the ratios of cases, one file each.
 *
 * @param folder where the files are
 */
record Pictures(Path folder) {

    /** A line of a section that shows a picture, and the empty one before it. */
    private static final String SHOWN = "\n!\\[[^\n]*\\]\\([^\n]*\\.svg\\)\n";

    /**
     * Draws a case, if there are ratios in its tables.
     *
     * @param tables as {@link Tables} writes them, whatever stands between
     * @return whether there were
     */
    boolean draw(String name, String tables) {
        Chart chart = Chart.read(name, tables);
        if (chart.panels().isEmpty()) {
            return false;
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(file(name), BarChart.svg(chart));
            return true;
        } catch (IOException failure) {
            throw new UncheckedIOException("could not write " + file(name), failure);
        }
    }

    private Path file(String name) {
        return folder.resolve(name + ".svg");
    }

    /**
     * Draws a case, and shows it before its first table.
     *
     * @param page the file that the section is of
     * @param section as it was, with a picture or without
     * @return the section with the picture, if there are ratios
     */
    String shown(String name, Path page, String section) {
        String without = section.replaceAll(SHOWN, "");
        int tables = without.indexOf("\n### ");
        if (!draw(name, without) || tables < 0) {
            return without;
        }
        Path from = Objects.requireNonNull(page.toAbsolutePath().normalize().getParent(), "a file is in a folder");
        String link = from.relativize(file(name).toAbsolutePath().normalize())
                .toString()
                .replace('\\', '/');
        return without.substring(0, tables) + "\n![" + name + ": the ratios of the tables below, as bars](" + link
                + ")\n" + without.substring(tables);
    }
}

package dev.safe4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page with the tables: what people wrote on it stays. */
class PageTest {

    private static final String BEGIN = "<!-- begin of lock-hot -->\n";
    private static final String END = "<!-- end of lock-hot -->\n";

    @TempDir
    private Path folder;

    private static Report reportOf(BenchmarkCase benchmark, long figure) {
        Figures figures = new Figures.Load(1, 2, 3, 0);
        Row row = new Row(
                new Row.Key(benchmark.name(), "variant", "subject"), figure, Spread.of((double) figure), 1, figures);
        Report report = new Report();
        report.add(benchmark, new BenchmarkCase.Result(Map.of("threads", 8), List.of(row)));
        return report;
    }

    private Pictures pictures() {
        return new Pictures(folder.resolve("images"));
    }

    private String written(String before, Report report) throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, before);
        report.writeMarkdown(page, pictures());
        return Files.readString(page);
    }

    @Test
    void a_new_page_says_how_to_read_it_and_has_the_table_between_its_marks() {
        Path page = folder.resolve("new.md");
        reportOf(LockCase.hot(), 7).writeMarkdown(page, pictures());
        assertThat(page)
                .content()
                .startsWith("# Benchmarks\n")
                .contains("*ratio*", BEGIN + "## lock-hot\n", "7 (7–7) |")
                .endsWith(END);
    }

    @Test
    void what_people_wrote_before_between_and_behind_the_tables_stays() throws IOException {
        String page = written(
                "# Ours\n\nby hand\n\n" + BEGIN + "as it was\n" + END + "\n## Between\n\n| by | hand |\n",
                reportOf(LockCase.hot(), 7));
        assertThat(page)
                .startsWith("# Ours\n\nby hand\n\n" + BEGIN + "## lock-hot\n")
                .contains("7 (7–7) |")
                .doesNotContain("as it was")
                .endsWith(END + "\n## Between\n\n| by | hand |\n");
        assertThat(written(page, reportOf(LockCase.hot(), 7)).replaceAll("date [^;]*;", ""))
                .as("written again")
                .isEqualTo(page.replaceAll("date [^;]*;", ""));
    }

    @Test
    void a_table_that_is_not_there_comes_behind_all_and_touches_no_other() throws IOException {
        String before = "by hand\n" + BEGIN + "as it was\n" + END;
        String page = written(before, reportOf(LockCase.freeKey(), 9));
        assertThat(page)
                .startsWith(before)
                .contains("<!-- begin of lock-free-key -->\n## lock-free-key\n", "9 (9–9) |");
    }

    @Test
    void a_page_with_half_of_a_pair_of_marks_is_left_as_it_is() throws IOException {
        for (String before : List.of(BEGIN + "by hand\n", END + BEGIN, BEGIN + BEGIN + END)) {
            assertThatThrownBy(() -> written(before, reportOf(LockCase.hot(), 7)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("lock-hot");
            assertThat(folder.resolve("page.md")).hasContent(before);
        }
    }

    @Test
    void a_picture_of_the_tables_stands_before_them_and_is_drawn_anew_with_them() throws IOException {
        String page = written("by hand\n" + BEGIN + "![a map](by-hand.png)\n" + END, reportOf(LockCase.hot(), 7));
        String picture =
                "\n\n![lock-hot: the ratios of the tables below, as bars](images/lock-hot.svg)\n\n### variant\n";
        assertThat(page).containsOnlyOnce(picture);
        assertThat(folder.resolve("images/lock-hot.svg")).content().contains("7 ops/s");
        assertThat(written(page, reportOf(LockCase.hot(), 8))).containsOnlyOnce(picture);
        assertThat(folder.resolve("images/lock-hot.svg")).content().contains("8 ops/s");
    }

    @Test
    void the_tables_that_a_page_has_are_drawn_without_a_run() throws IOException {
        String page = written("by hand\n", reportOf(LockCase.hot(), 7));
        Path file = folder.resolve("page.md");
        String bare = page.replaceAll("\n!\\[.*\n", "") + "\n![a map](map.svg)\n";
        Files.writeString(file, bare);
        Files.delete(folder.resolve("images/lock-hot.svg"));
        Main.run(
                Command.parse(
                        List.of("--redraw", "--markdown=" + file, "--charts=" + folder.resolve("images"), "lock-hot")),
                folder);
        assertThat(file).content().isEqualTo(page + "\n![a map](map.svg)\n");
        assertThat(folder.resolve("images/lock-hot.svg")).content().contains("7 ops/s");
    }

    @Test
    void pictures_are_beside_the_page_unless_said_otherwise() {
        assertThat(Command.parse(List.of("--markdown=docs/page.md")).charts())
                .isEqualTo(Path.of("docs/images/benchmarks"));
        assertThat(Command.parse(List.of("--quick")).charts()).isNull();
        assertThat(Command.parse(List.of("--charts=there")).charts()).isEqualTo(Path.of("there"));
        assertThatThrownBy(() -> Command.parse(List.of("--redraw")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--markdown=FILE");
    }
}

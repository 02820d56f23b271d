package dev.safe4j.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/guide/locks.md, as it was just run. With the system property {@code safe4j.golden=write} what was found is written
 * into the page instead of compared.
 */
@Tag("slow")
class LockMatrixTest {

    private static final Path GUIDE = Path.of("../../docs/guide/locks.md");
    private static final String BEGIN = "<!-- matrix -->\n";
    private static final String END = "<!-- /matrix -->";

    @Test
    void ours_pass_every_case_and_the_guide_says_what_the_others_do() throws IOException {
        try (LockColumns columns = new LockColumns()) {
            LockMatrix matrix = new LockMatrix(columns.all()).run();
            String failures = matrix.cells().stream()
                    .filter(cell -> cell.mark() == LockMatrix.Mark.FAILS)
                    .map(cell -> cell.column() + ": " + cell.row() + ": " + cell.why() + "\n")
                    .collect(Collectors.joining());
            Files.writeString(Path.of("target/lock-matrix.txt"), failures);
            assertThat(missing(matrix)).isEmpty();
            assertBlock(matrix.table(), failures);
        }
    }

    /** What ours do not pass; only where the server has no messages is there nothing to pass. */
    private static List<LockMatrix.Cell> missing(LockMatrix matrix) {
        return matrix.cells().stream()
                .filter(cell -> cell.column().isOurs())
                .filter(cell -> cell.mark() == LockMatrix.Mark.FAILS
                        || cell.mark() == LockMatrix.Mark.HAS_NONE
                                && !List.of("MariaDB", "H2")
                                        .contains(cell.column().name()))
                .toList();
    }

    private static void assertBlock(String table, String failures) throws IOException {
        String guide = Files.readString(GUIDE);
        int from = guide.indexOf(BEGIN) + BEGIN.length();
        int to = guide.indexOf(END);
        if ("write".equals(System.getProperty("safe4j.golden"))) {
            Files.writeString(GUIDE, guide.substring(0, from) + table + "\n" + guide.substring(to));
            return;
        }
        assertThat(guide.substring(from, to)).as(failures).isEqualTo(table + "\n");
    }
}

package dev.safe4j.shop.unlockedfilewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.shop.pages.Gate;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Visitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceBoardTest {

    private static final String A = "instance A: UnsafePriceBoard.write";
    private static final String B = "instance B: UnsafePriceBoard.write";

    @TempDir
    private Path folder;

    private final Gate slow = new Gate();

    private String price(String sweet) {
        if (sweet.equals("Nougat")) {
            slow.pass();
        }
        return "2.00";
    }

    private static void write(PriceBoard board, String sweet) {
        try {
            board.write(sweet);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void unsafe_loses_the_price_that_was_written_meanwhile() {
        Recording recording = new Recording(A, B);
        Path file = folder.resolve("board.txt");
        PriceBoard board = new UnsafePriceBoard(file, this::price);
        Visitor a = Visitor.starts("A", () -> write(board, "Nougat"));
        slow.awaitArrival();
        recording.note(A, "reads the board: it is empty; asks what Nougat costs");
        write(board, "Toffee");
        recording.note(B, "reads the board: it is empty");
        recording.note(B, "opens (create, truncate), writes Toffee, closes");
        assertThat(file).hasContent("Toffee: 2.00\n");
        slow.open();
        a.finish();
        recording.note(A, "opens (create, truncate): Toffee is gone; writes Nougat, closes");
        assertThat(file).hasContent("Nougat: 2.00\n");
        recording.assertOnPage("unlocked-file-write", "2 prices written, 1 on the board");
    }

    @Test
    void safe_has_both() {
        Path file = folder.resolve("board.txt");
        Visitor a = Visitor.starts("A", () -> write(new SafePriceBoard(file, this::price), "Nougat"));
        slow.awaitArrival();
        Visitor b = Visitor.starts("B", () -> write(new SafePriceBoard(file, this::price), "Toffee"))
                .awaitState(Thread.State.TIMED_WAITING);
        assertThat(b.isDone()).isFalse();
        slow.open();
        a.finish();
        b.finish();
        assertThat(file).hasContent("Nougat: 2.00\nToffee: 2.00\n");
    }
}

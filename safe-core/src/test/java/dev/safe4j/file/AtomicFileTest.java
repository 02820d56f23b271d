package dev.safe4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    private static final int NEVER = 1_000;
    private static final int STEPS = 5;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("prices.txt");
        Files.writeString(file, "old");
    }

    private static FileContent text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Path> there() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    @Test
    void a_file_is_replaced_or_created_and_nothing_else_is_left() throws IOException {
        AtomicFile.replace(file, text("new"));
        AtomicFile.replace(folder.resolve("other.txt"), text("first"));
        assertThat(file).hasContent("new");
        assertThat(there()).containsExactlyInAnyOrder(file, folder.resolve("other.txt"));
    }

    @Test
    void permissions_stay() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw--w-"));
        AtomicFile.replace(file, text("new"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw--w-");
    }

    @Test
    void a_content_that_fails_half_way_leaves_the_old_one_and_nothing_else() throws IOException {
        assertThatThrownBy(() -> AtomicFile.replace(file, out -> {
                    out.write("half of the n".repeat(10_000).getBytes(StandardCharsets.UTF_8));
                    throw new IOException("the source has broken off");
                }))
                .hasMessage("the source has broken off");
        assertThatThrownBy(() -> AtomicFile.replace(file, out -> {
                    throw new IllegalStateException("no content");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertThat(there()).containsExactly(file);
    }

    @Test
    void what_is_no_file_is_refused() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path directory = Files.createDirectory(folder.resolve("folder"));
        assertThatThrownBy(() -> AtomicFile.replace(link, text("new")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("link")
                .hasMessageContaining("is a symbolic link");
        assertThatThrownBy(() -> AtomicFile.replace(directory, text("new")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is a folder");
        assertThatThrownBy(() -> AtomicFile.replace(folder.resolve("nowhere/file"), text("new")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(file).hasContent("old");
        assertThat(there()).containsExactlyInAnyOrder(file, link, directory);
    }

    @Test
    void an_interrupted_thread_replaces_nothing_and_keeps_its_flag() throws IOException {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> AtomicFile.replace(file, text("new"))).isInstanceOf(IOException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("old");
        assertThat(there()).containsExactly(file);
    }

    @Test
    void it_is_forced_before_it_has_its_name_and_the_folder_after() throws IOException {
        HaltingSteps steps = new HaltingSteps(NEVER);
        AtomicFile.replace(file, text("new"), steps);
        assertThat(steps.taken()).containsExactly("write", "force", "rename", "delete", "force");
    }

    @Test
    @Tag("slow")
    void a_process_that_is_killed_before_any_step_leaves_the_old_or_the_new() throws Exception {
        for (int step = 0; step < STEPS; step++) {
            Files.writeString(file, "old");
            try (OtherProcess other = OtherProcess.start(FileProgram.class, "replace", file, step)) {
                assertThat(other.awaitEnd()).as("killed before step " + step).isEqualTo(HaltingSteps.HALTED);
            }
            boolean isRenamed = step > 2;
            assertThat(file).hasContent(isRenamed ? FileProgram.NEW : "old");
            assertThat(there()).hasSize(step == 0 || isRenamed ? 1 : 2);
            assertThat(AtomicFile.sweep(folder)).as("what is not old").isZero();
            age();
            assertThat(AtomicFile.sweep(folder)).isEqualTo(step == 0 || isRenamed ? 0 : 1);
            assertThat(there()).containsExactly(file);
        }
    }

    /** Makes everything that is there older than anybody writes. */
    private void age() throws IOException {
        FileTime old = FileTime.from(Files.getLastModifiedTime(file)
                .toInstant()
                .minus(AtomicFile.LEFT_OVER)
                .minus(Duration.ofMinutes(1)));
        for (Path each : there()) {
            Files.setLastModifiedTime(each, old);
        }
    }

    @Test
    void readers_see_the_old_or_the_new_and_never_a_part() throws Exception {
        List<String> contents = List.of("a".repeat(100_000), "b".repeat(200_000));
        AtomicFile.replace(file, text(contents.get(0)));
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> seen = CompletableFuture.supplyAsync(() -> {
            int changes = 0;
            String last = "";
            while (!over.get()) {
                String now = read();
                assertThat(now).isIn(contents);
                changes += now.equals(last) ? 0 : 1;
                last = now;
            }
            return changes;
        });
        for (int i = 0; i < 300; i++) {
            AtomicFile.replace(file, text(contents.get(i % 2)));
        }
        over.set(true);
        assertThat(seen.get()).as("changes that the reader saw").isGreaterThan(1);
    }

    private String read() {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}

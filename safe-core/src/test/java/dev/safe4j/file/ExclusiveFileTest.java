package dev.safe4j.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExclusiveFileTest {

    private static final int CALLERS = 8;
    private static final int ROUNDS = 50;

    @TempDir
    private Path folder;

    private static FileContent text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void one_of_many_creates_it_with_his_content() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        CyclicBarrier barrier = new CyclicBarrier(CALLERS);
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path file = folder.resolve("receipt-" + round);
            List<CompletableFuture<Boolean>> created = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                String mine = "by " + caller;
                created.add(CompletableFuture.supplyAsync(() -> creates(file, mine, barrier), callers));
            }
            List<Boolean> answers =
                    created.stream().map(CompletableFuture::join).toList();
            assertThat(answers).filteredOn(answer -> answer).hasSize(1);
            assertThat(file).hasContent("by " + answers.indexOf(true));
            refused += CALLERS - 1;
        }
        callers.shutdown();
        assertThat(refused).isEqualTo(ROUNDS * (CALLERS - 1));
        assertThat(files()).as("nothing else is left").isEqualTo(ROUNDS);
    }

    private static boolean creates(Path file, String content, CyclicBarrier barrier) {
        try {
            barrier.await();
            return ExclusiveFile.create(file, text(content));
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void what_is_there_stays_whatever_it_is() throws IOException {
        Path nowhere = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        Path directory = Files.createDirectory(folder.resolve("folder"));
        assertThat(ExclusiveFile.create(nowhere, text("mine"))).isFalse();
        assertThat(ExclusiveFile.create(directory, text("mine"))).isFalse();
        assertThat(folder.resolve("nowhere")).doesNotExist();
        assertThatThrownBy(() -> ExclusiveFile.create(folder.resolve("no/folder"), text("mine")))
                .as("which is no 'it is there already'")
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void a_content_that_fails_creates_nothing() throws IOException {
        Path file = folder.resolve("receipt");
        assertThatThrownBy(() -> ExclusiveFile.create(file, out -> {
                    out.write(1);
                    throw new IOException("no more");
                }))
                .hasMessage("no more");
        assertThat(files()).isZero();
    }

    /** Where there are no hard links. */
    private static class NoLinks extends FileSteps {

        @Override
        void link(Path from, Path to) throws IOException {
            throw new FileSystemException(to.toString(), from.toString(), "Operation not permitted"); // as on FAT
        }
    }

    @Test
    void without_links_it_is_still_one_who_creates_it() throws IOException {
        FileSteps unsupported = new FileSteps() {
            @Override
            void link(Path from, Path to) {
                throw new UnsupportedOperationException("no links here");
            }
        };
        for (FileSteps noLinks : List.of(unsupported, new NoLinks())) {
            Path file = folder.resolve("receipt");
            assertThat(ExclusiveFile.create(file, text("first"), noLinks)).isTrue();
            assertThat(ExclusiveFile.create(file, text("second"), noLinks)).isFalse();
            assertThat(file).hasContent("first");
            assertThat(files()).isEqualTo(1);
            Files.delete(file);
        }
    }

    @Test
    void without_links_who_was_first_meanwhile_keeps_the_name() throws IOException {
        Path file = folder.resolve("receipt");
        FileSteps overtaken = new NoLinks() {
            @Override
            void link(Path from, Path to) throws IOException {
                Files.writeString(file, "theirs");
                super.link(from, to);
            }
        };
        assertThat(ExclusiveFile.create(file, text("mine"), overtaken)).isFalse();
        assertThat(file).hasContent("theirs");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void what_keeps_it_from_being_made_at_all_is_told_with_what_kept_it_from_being_linked() throws IOException {
        FileSteps full = new NoLinks() {
            @Override
            void writeNew(Path file, FileContent content) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        assertThatThrownBy(() -> ExclusiveFile.create(folder.resolve("receipt"), text("mine"), full))
                .hasMessage("No space left on device")
                .satisfies(failure ->
                        assertThat(failure.getSuppressed()).singleElement().isInstanceOf(FileSystemException.class));
        assertThat(files()).isZero();
    }

    @Test
    @Tag("slow")
    void a_process_that_is_killed_before_any_step_leaves_the_whole_file_or_none() throws Exception {
        HaltingSteps all = new HaltingSteps(1_000);
        assertThat(ExclusiveFile.create(folder.resolve("all"), text("x"), all)).isTrue();
        assertThat(all.taken()).containsExactly("write", "force", "link", "delete", "force");
        for (int step = 0; step < all.taken().size(); step++) {
            Path file = folder.resolve("killed-" + step);
            try (OtherProcess other = OtherProcess.start(FileProgram.class, "create", file, step)) {
                assertThat(other.awaitEnd()).isEqualTo(HaltingSteps.HALTED);
            }
            if (step > 2) {
                assertThat(file).hasContent(FileProgram.NEW);
            } else {
                assertThat(file).doesNotExist();
            }
        }
    }
}

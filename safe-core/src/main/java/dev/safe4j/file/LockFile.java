package dev.safe4j.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is locked for a file: a file beside it, which stays though the file itself is replaced. Thread-safe. */
record LockFile(Path path) {

    private static final int LONGEST_NOTE = 40;

    /** As Linux has it; what has more goes in a circle. */
    private static final int MOST_LINKS = 40;

    static LockFile of(Path file) throws IOException {
        Path real = file; // one lock, by whatever way the file is named, and though it is not there yet
        for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(real); links++) {
            real = real.resolveSibling(Files.readSymbolicLink(real));
        }
        Path folder = FileSteps.folderOf(real).toRealPath();
        return new LockFile(folder.resolve("." + real.getFileName() + ".lock"));
    }

    FileChannel open() throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** What tells this file from another of the same name; the name, where there is no such thing (Windows, where an open file cannot be deleted). */
    Object identity() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Objects.requireNonNullElse(attributes.fileKey(), path);
        } catch (NoSuchFileException deleted) {
            return "deleted";
        }
    }

    /** Whether the operating system has locked it for this process. It stays so until any channel of this process on the file is closed. */
    boolean locks(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException inHere) {
            throw new IOException(
                    "'" + path
                            + "' is locked in this process by other means than FileLocks, which cannot be waited for.",
                    inHere);
        }
    }

    void sign(FileChannel channel) throws IOException {
        byte[] note = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(note), 0);
    }

    /** Who has signed it, for people. */
    String holder(@Nullable FileChannel channel) throws IOException {
        ByteBuffer note = ByteBuffer.allocate(LONGEST_NOTE);
        int read = channel == null ? 0 : channel.read(note, 0);
        String pid = read <= 0 ? "" : new String(note.array(), 0, read, StandardCharsets.UTF_8).strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }
}

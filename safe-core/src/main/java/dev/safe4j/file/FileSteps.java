package dev.safe4j.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the operating system is asked for, one step each. Thread-safe. */
class FileSteps {

    static final FileSteps REAL = new FileSteps();

    private static final String BESIDE = ".safe4j.tmp";

    boolean isTaken(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /** Writes a file of a name that nobody else has, with the permissions and the owner of the one that is there, and forces it to the disk. */
    Path writeBeside(Path file, FileContent content) throws IOException {
        Path beside = folderOf(file).resolve("." + file.getFileName() + "." + UUID.randomUUID() + BESIDE);
        PosixFileAttributes present = posix(file);
        FileAttribute<?>[] permissions = present == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(present.permissions())};
        writeNew(beside, content, present, permissions);
        return beside;
    }

    void writeNew(Path file, FileContent content) throws IOException {
        writeNew(file, content, null);
    }

    private void writeNew(
            Path file, FileContent content, @Nullable PosixFileAttributes like, FileAttribute<?>... permissions)
            throws IOException {
        boolean written = false;
        FileChannel channel = FileChannel.open(
                file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), permissions);
        try (channel;
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
            if (like != null) {
                make(file, like);
            }
            content.writeTo(out);
            out.flush();
            force(channel);
            written = true;
        } finally {
            if (!written) {
                delete(file);
            }
        }
    }

    private static void make(Path file, PosixFileAttributes like) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        PosixFileAttributes now = view.readAttributes();
        if (!now.owner().equals(like.owner())) {
            view.setOwner(like.owner());
        }
        if (!now.group().equals(like.group())) {
            view.setGroup(like.group());
        }
        if (!now.permissions().equals(like.permissions())) {
            view.setPermissions(like.permissions()); // the process's mask has taken some away
        }
    }

    private static @Nullable PosixFileAttributes posix(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        try {
            return view == null ? null : view.readAttributes();
        } catch (NoSuchFileException absent) {
            return null;
        }
    }

    void force(FileChannel channel) throws IOException {
        channel.force(true);
    }

    void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    void link(Path from, Path to) throws IOException {
        Files.createLink(to, from);
    }

    void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
    }

    /** A folder is forced where it can be opened, which it cannot on Windows: there the file system keeps a journal of names. */
    void forceFolder(Path file) throws IOException {
        Path folder = folderOf(file);
        if (Files.getFileAttributeView(folder, PosixFileAttributeView.class) != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                force(channel);
            }
        }
    }

    static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("'" + file + "' is a root, and no file.");
        }
        return folder;
    }

    /** By the clock that the file system gives its files, which may be another machine's. */
    int sweep(Path folder, Duration age) throws IOException {
        FileTime now = timeIn(folder);
        int swept = 0;
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*" + BESIDE)) {
            for (Path each : left) {
                if (isOlder(each, now, age) && Files.deleteIfExists(each)) {
                    swept++;
                }
            }
        }
        return swept;
    }

    private static boolean isOlder(Path file, FileTime now, Duration age) throws IOException {
        try {
            FileTime written = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .lastModifiedTime();
            return Duration.between(written.toInstant(), now.toInstant()).compareTo(age) > 0;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static FileTime timeIn(Path folder) throws IOException {
        Path probe = Files.createTempFile(folder, ".", BESIDE);
        try {
            return Files.getLastModifiedTime(probe);
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}

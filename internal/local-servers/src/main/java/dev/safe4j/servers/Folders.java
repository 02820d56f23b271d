package dev.safe4j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The folder under the temporary one that holds what is unpacked once a machine and user (MariaDB alone is 350 MB, so
 * it is not done by every JVM) and, for each running server, its data.
 */
final class Folders {

    private static final Object IN_THIS_JVM = new Object();

    private Folders() {}

    /** Fills a folder that is still empty. */
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** The folder of that name, filled by the first JVM that needs it; half a filling is never seen. */
    static Path installed(String name, Filling filling) {
        Path ready = root().resolve(name);
        synchronized (IN_THIS_JVM) {
            try (FileChannel channel = FileChannel.open(
                            root().resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                if (lock.isValid() && !Files.exists(ready)) {
                    Path part = Files.createDirectory(root().resolve(name + ".part" + random()));
                    filling.fill(part);
                    Files.move(part, ready, StandardCopyOption.ATOMIC_MOVE);
                }
                return ready;
            } catch (IOException failure) {
                throw new UncheckedIOException("could not unpack " + ready, failure);
            }
        }
    }

    /** A file that all JVMs have in common, open for locks. */
    static FileChannel shared(String name) {
        try {
            return FileChannel.open(root().resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** An empty folder for one running server or JVM. Short, since a socket's path has room for 100 characters only. */
    static Path forRun(String what) {
        try {
            return Files.createDirectory(root().resolve(what.charAt(0) + "-" + random()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String random() {
        return Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }

    private static Path root() {
        Path root = Path.of(System.getProperty("java.io.tmpdir"), "safe4j-servers-" + System.getProperty("user.name"));
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            Path probe = Files.createTempFile(root, "owner", "");
            boolean mine = Files.getOwner(probe).equals(Files.getOwner(root));
            Files.delete(probe);
            if (!mine) {
                throw new IllegalStateException(root + " belongs to someone else, so nothing in it is run: delete it,"
                        + " or set java.io.tmpdir to another folder");
            }
            return root;
        } catch (IOException failure) {
            throw new UncheckedIOException("could not use " + root, failure);
        }
    }

    static void copy(Path from, Path to) {
        try {
            Files.walkFileTree(from, new Copy(from, to));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not copy " + from + " to " + to, failure);
        }
    }

    /** Deletes what is there, also while a process that was killed just now lets go of it. */
    static void delete(Path folder) {
        Await.until(java.time.Duration.ofSeconds(10), folder + " is deleted", () -> {
            Files.walkFileTree(folder, new Delete());
            return !Files.exists(folder);
        });
    }

    private static final class Copy extends SimpleFileVisitor<Path> {
        private final Path from;
        private final Path to;

        Copy(Path from, Path to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes about) throws IOException {
            Files.copy(folder, to.resolve(from.relativize(folder)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes about) throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
        }
    }

    private static final class Delete extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes about) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @org.jspecify.annotations.Nullable IOException failure)
                throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}

package dev.safe4j.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Files that are replaced as a whole: a reader sees the old content or the new, never a part, and after a crash one of the two is there. Thread-safe.
 *
 * <p>The new content is written beside the file, forced to the disk, and renamed over it; then the folder is forced, so that the name is on the disk
 * too when the call returns. Without the first force a file system may have the name and not yet the content after a loss of power; without the second
 * the old name may be back. Who has the file open goes on reading the old content.
 *
 * <p>Two who replace at the same time do not disturb each other, and the later one wins. What is made of the old content needs
 * {@link FileLocks#update}.
 */
public final class AtomicFile {

    /** How old what was left must be to be {@linkplain #sweep swept}: longer than anybody writes. */
    public static final Duration LEFT_OVER = Duration.ofHours(1);

    private AtomicFile() {}

    /**
     * Replaces a file, or creates it. Permissions, owner and group stay as they are.
     *
     * @param file what is to be replaced; its folder has to be there
     * @param content what is to stand in it
     * @throws IOException if it could not be written, or the process may not give the new file the old one's owner: the old content is there. If
     *     only the force of the folder failed, the new one is, and may be lost with the power
     * @throws FileSystemException if it is a folder or a symbolic link: the file itself has to be named
     */
    public static void replace(Path file, FileContent content) throws IOException {
        replace(file, content, FileSteps.REAL);
    }

    static void replace(Path file, FileContent content, FileSteps steps) throws IOException {
        refuse(
                file,
                Files.isSymbolicLink(file),
                "is a symbolic link: name the file itself, else the link would be replaced");
        refuse(file, Files.isDirectory(file), "is a folder, which cannot be replaced by a file");
        Path beside = steps.writeBeside(file, content);
        try {
            steps.rename(beside, file);
        } finally {
            steps.delete(beside); // is not there any more, unless it failed
        }
        steps.forceFolder(file);
    }

    private static void refuse(Path file, boolean wrong, String why) throws FileSystemException {
        if (wrong) {
            throw new FileSystemException(file.toString(), null, why);
        }
    }

    /**
     * Deletes what processes that died have left beside the files of a folder, if it is older than {@link #LEFT_OVER} by the clock of the file system.
     * To be called when a service starts.
     *
     * @param folder where files are replaced or created
     * @return how many there were
     * @throws IOException if the folder cannot be read or written
     */
    public static int sweep(Path folder) throws IOException {
        return FileSteps.REAL.sweep(folder, LEFT_OVER);
    }
}

package dev.safe4j.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Files that one caller creates, of all threads and processes that try at the same time. Thread-safe.
 *
 * <p>The content is written beside the file and forced to the disk, and then gets the file's name by one step of the operating system that fails
 * if the name is taken. So nobody sees a part of the file, and a crash leaves the whole file or none. Where the file system has no hard links, the
 * file is created under its name and then written: there a reader can see a part of it, and a crash can leave one.
 */
public final class ExclusiveFile {

    private ExclusiveFile() {}

    /**
     * Creates a file.
     *
     * @param file what is to be there; its folder has to be
     * @param content what is to stand in it; is written before it is known whether the file is there, except if it is so at the beginning
     * @return false if there is something of that name already, a folder and a link to nowhere too: it stays as it is
     * @throws IOException if it could not be written: it is not there
     */
    public static boolean create(Path file, FileContent content) throws IOException {
        return create(file, content, FileSteps.REAL);
    }

    static boolean create(Path file, FileContent content, FileSteps steps) throws IOException {
        if (steps.isTaken(file)) {
            return false;
        }
        Path beside = steps.writeBeside(file, content);
        try {
            steps.link(beside, file);
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (FileSystemException | UnsupportedOperationException noLinks) { // the systems have many words for that
            return createInPlace(file, content, steps, noLinks);
        } finally {
            steps.delete(beside);
        }
        steps.forceFolder(file);
        return true;
    }

    /** As exclusive, since the file must not be there. What else kept it from being linked keeps it from being made, too. */
    private static boolean createInPlace(Path file, FileContent content, FileSteps steps, Exception noLinks)
            throws IOException {
        try {
            steps.writeNew(file, content);
        } catch (FileAlreadyExistsException taken) {
            return false;
        } catch (IOException failure) {
            failure.addSuppressed(noLinks);
            throw failure;
        }
        steps.forceFolder(file);
        return true;
    }
}

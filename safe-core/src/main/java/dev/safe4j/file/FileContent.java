package dev.safe4j.file;

import java.io.IOException;
import java.io.OutputStream;

/** What is to stand in a file. */
@FunctionalInterface
public interface FileContent {

    /**
     * Writes it.
     *
     * @param out buffered; need not be closed
     * @throws IOException if it cannot be written: then the file stays as it was
     */
    void writeTo(OutputStream out) throws IOException;
}

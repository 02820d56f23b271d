package dev.safe4j.shop.filetoctou;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import dev.safe4j.shop.NotThere;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Creates the file, and is told if it was there. */
@Service
public class SafeReceipts implements Receipts {

    private final ReceiptFolder folder;
    private final JdbcClient jdbc;

    public SafeReceipts(ReceiptFolder folder, JdbcClient jdbc) {
        this.folder = folder;
        this.jdbc = jdbc;
    }

    @Override
    public void write(long number, long sweet) {
        String text = "Receipt " + number + " for a " + nameOf(sweet);
        try {
            Files.writeString(folder.fileOf(number), text, CREATE_NEW);
        } catch (FileAlreadyExistsException present) {
            throw new AlreadyWritten(number);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String nameOf(long sweet) {
        return jdbc.sql("select name from sweet where id = ?")
                .param(sweet)
                .query(String.class)
                .optional()
                .orElseThrow(() -> new NotThere("there is no sweet " + sweet));
    }
}

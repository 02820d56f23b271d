package dev.safe4j.shop.filetoctou;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Asks whether the file is there, and then writes it: over the file that has come in between. */
@Service
public class UnsafeReceipts implements Receipts {

    private final ReceiptFolder folder;
    private final JdbcClient jdbc;

    public UnsafeReceipts(ReceiptFolder folder, JdbcClient jdbc) {
        this.folder = folder;
        this.jdbc = jdbc;
    }

    @Override
    public void write(long number, long sweet) {
        Path file = folder.fileOf(number);
        if (Files.exists(file)) {
            throw new AlreadyWritten(number);
        }
        try {
            Files.writeString(file, "Receipt " + number + " for a " + nameOf(sweet));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String nameOf(long sweet) {
        return jdbc.sql("select name from sweet where id = ?")
                .param(sweet)
                .query(String.class)
                .single();
    }
}

package dev.safe4j.shop.filetoctou;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where the receipts are. Instances of the shop on one machine share it, as they share the database. */
@Component
public class ReceiptFolder {

    private final Path folder;

    public ReceiptFolder(@Value("${shop.receipts:${java.io.tmpdir}/safe4j-sweet-shop-${user.name}}") Path folder) {
        this.folder = folder;
    }

    public Path fileOf(long number) {
        try {
            return Files.createDirectories(folder).resolve("receipt-" + number + ".txt");
        } catch (IOException failure) {
            throw new UncheckedIOException("no folder for receipts at " + folder, failure);
        }
    }
}

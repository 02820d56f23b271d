package dev.safe4j.shop.unlockedfilewrite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Where the price boards are. Instances of the shop on one machine share it, as they share the database. */
@Component
class PriceBoardFolder {

    private final Path folder;

    PriceBoardFolder(
            @Value("${shop.price-boards:${java.io.tmpdir}/safe4j-sweet-shop-boards-${user.name}}") Path folder) {
        this.folder = folder;
    }

    Path fileOf(long board) {
        try {
            return Files.createDirectories(folder).resolve("board-" + board + ".txt");
        } catch (IOException failure) {
            throw new UncheckedIOException("no folder for price boards at " + folder, failure);
        }
    }
}

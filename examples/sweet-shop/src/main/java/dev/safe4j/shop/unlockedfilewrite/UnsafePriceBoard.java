package dev.safe4j.shop.unlockedfilewrite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the file, and writes it again. */
public final class UnsafePriceBoard implements PriceBoard {

    private final Path file;
    private final Prices prices;

    public UnsafePriceBoard(Path file, Prices prices) {
        this.file = file;
        this.prices = prices;
    }

    @Override
    public void write(String sweet) throws IOException {
        String others = Files.exists(file) ? Files.readString(file) : "";
        Files.writeString(file, others + sweet + ": " + prices.of(sweet) + "\n");
    }
}

package dev.safe4j.shop.unlockedfilewrite;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.safe4j.file.FileLocks;
import java.io.IOException;
import java.nio.file.Path;

/** One at a time reads and writes, and what is written is there as a whole. */
public final class SafePriceBoard implements PriceBoard {

    private final FileLocks locks = FileLocks.create();
    private final Path file;
    private final Prices prices;

    public SafePriceBoard(Path file, Prices prices) {
        this.file = file;
        this.prices = prices;
    }

    @Override
    public void write(String sweet) throws IOException {
        locks.update(file, present -> {
            String others = present == null ? "" : new String(present, UTF_8);
            return (others + sweet + ": " + prices.of(sweet) + "\n").getBytes(UTF_8);
        });
    }
}

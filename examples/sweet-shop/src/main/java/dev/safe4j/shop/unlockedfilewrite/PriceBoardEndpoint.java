package dev.safe4j.shop.unlockedfilewrite;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.NotThere;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PriceBoardEndpoint {

    private final PriceBoardFolder folder;
    private final JdbcClient jdbc;

    PriceBoardEndpoint(PriceBoardFolder folder, JdbcClient jdbc) {
        this.folder = folder;
        this.jdbc = jdbc;
    }

    @PostMapping(Form.PATHS + "/price-boards/{board}/lines")
    void write(@PathVariable Form form, @PathVariable long board, @RequestParam long sweet) throws IOException {
        Path file = folder.fileOf(board);
        PriceBoard written =
                form == Form.SAFE ? new SafePriceBoard(file, this::price) : new UnsafePriceBoard(file, this::price);
        written.write(String.valueOf(sweet));
    }

    private String price(String sweet) {
        return jdbc.sql("select price from sweet where id = ?")
                .param(Long.valueOf(sweet))
                .query(BigDecimal.class)
                .optional()
                .orElseThrow(() -> new NotThere("there is no sweet " + sweet))
                .toPlainString();
    }

    /** What stands on a board, for which no lock is needed. */
    @GetMapping(path = Form.PATHS + "/price-boards/{board}", produces = MediaType.TEXT_PLAIN_VALUE)
    String read(@PathVariable long board) throws IOException {
        try {
            return Files.readString(folder.fileOf(board));
        } catch (NoSuchFileException nothing) {
            throw new NotThere("there is no price board " + board);
        }
    }
}

package dev.safe4j.shop.filetoctou;

import dev.safe4j.shop.race.Answers;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import org.springframework.stereotype.Component;

@Component
class ReceiptRace implements Race {

    private final ReceiptFolder folder;

    ReceiptRace(ReceiptFolder folder) {
        this.folder = folder;
    }

    @Override
    public String hazard() {
        return "file-toctou";
    }

    @Override
    public String scene(int callers) {
        return callers + " callers write one receipt, which is for one of them";
    }

    @Override
    public Round round(Setting setting, int number) {
        long receipt = setting.rows().newId();
        long sweet = setting.rows().insert("sweet", "name", "Nougat", "price", new BigDecimal("1.40"), "stock", 1);
        return new Round(
                (caller, browser) -> browser.post("/receipts/" + receipt + "?sweet=" + sweet),
                answers -> judge(receipt, answers));
    }

    private Ending judge(long receipt, Answers answers) {
        try {
            Files.deleteIfExists(folder.fileOf(receipt));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not throw receipt " + receipt + " away", failure);
        }
        return Ending.of(Figure.exactly("receipts handed out", answers.done(), 1));
    }
}

package dev.safe4j.shop.unlockedfilewrite;

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
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

@Component
class PriceBoardRace implements Race {

    private final PriceBoardFolder folder;

    PriceBoardRace(PriceBoardFolder folder) {
        this.folder = folder;
    }

    @Override
    public String hazard() {
        return "unlocked-file-write";
    }

    @Override
    public String scene(int callers) {
        return callers + " callers write a price each on one board";
    }

    @Override
    public Round round(Setting setting, int number) {
        long board = setting.rows().newId();
        List<Long> sweets = IntStream.range(0, setting.callers())
                .mapToObj(caller ->
                        setting.rows().insert("sweet", "name", "Nougat", "price", new BigDecimal("1.40"), "stock", 1))
                .toList();
        return new Round(
                (caller, browser) -> browser.post("/price-boards/" + board + "/lines?sweet=" + sweets.get(caller)),
                answers -> judge(board, answers));
    }

    private Ending judge(long board, Answers answers) {
        Path file = folder.fileOf(board);
        try {
            long lines = Files.readString(file).lines().count();
            Files.delete(file);
            return Ending.of(Figure.exactly("prices on the board", lines, answers.done()));
        } catch (NoSuchFileException nothing) {
            return Ending.of(Figure.exactly("prices on the board", 0, answers.done()));
        } catch (IOException failure) {
            throw new UncheckedIOException("could not read price board " + board + " and throw it away", failure);
        }
    }
}

package dev.safe4j.shop.blindretry;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Pairs of which one box is sold out: the table's rule refuses them, however often they are asked for. */
@Component
class BoxPairRace implements Race {

    @Override
    public String hazard() {
        return "blind-retry";
    }

    @Override
    public String scene(int callers) {
        return callers + " customers ask for pairs of which one box is sold out";
    }

    @Override
    public Round round(Setting setting, int number) {
        List<Long> first = IntStream.range(0, setting.callers())
                .mapToObj(caller -> setting.rows().insert("box", "stock", 1))
                .toList();
        long soldOut = setting.rows().insert("box", "stock", 0);
        return new Round(
                (caller, browser) -> browser.post("/box-pairs?first=" + first.get(caller) + "&second=" + soldOut),
                answers -> judge(setting, first));
    }

    private static Ending judge(Setting setting, List<Long> first) {
        long begun = first.stream()
                .mapToLong(box -> setting.targets().sum("/outside/transactions/" + box))
                .sum();
        long left = first.stream()
                .mapToLong(box -> setting.rows().number("select stock from box where id = ?", box))
                .sum();
        return Ending.of(
                Figure.exactly("transactions", begun, first.size()), Figure.exactly("boxes left", left, first.size()));
    }
}

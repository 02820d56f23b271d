package dev.safe4j.shop.wrongboundary;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

@Component
class StampCardRace implements Race {

    private static final int GIFTS = 3;
    private static final int STAMPS = GIFTS * StampCards.STAMPS_FOR_A_GIFT;

    @Override
    public String hazard() {
        return "wrong-boundary";
    }

    @Override
    public String scene(int callers) {
        return callers + " exchanges of a card with stamps for " + GIFTS + " gifts";
    }

    @Override
    public Round round(Setting setting, int number) {
        RaceRows rows = setting.rows();
        long card = rows.insert("stamp_card", "stamps", STAMPS);
        return new Round(
                (caller, browser) -> browser.post("/stamp-cards/" + card + "/exchange"),
                answers -> Ending.of(
                        Figure.exactly("gifts", rows.number("select count(*) from gift where card = ?", card), GIFTS),
                        Figure.exactly(
                                "stamps left", rows.number("select stamps from stamp_card where id = ?", card), 0)));
    }
}

package dev.safe4j.shop.oversell;

import dev.safe4j.shop.race.Answers;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/** In turn: a sweet of which there is too little, and one that is bought and restocked at the same time. */
@Component
class ShelfRace implements Race {

    private static final int SCARCE = 5;
    private static final int PLENTY = 1_000;
    private static final int DELIVERY = 1_000;

    @Override
    public String hazard() {
        return "oversell";
    }

    @Override
    public String scene(int callers) {
        return callers + " buyers and a stock of " + SCARCE + "; in turn with " + callers / 2 + " buyers and "
                + (callers - callers / 2) + " deliveries";
    }

    @Override
    public Round round(Setting setting, int number) {
        return number % 2 == 0 ? scarce(setting.rows()) : busy(setting.rows());
    }

    private static long sweet(RaceRows rows, int stock) {
        return rows.insert("sweet", "name", "Lemon drop", "price", new BigDecimal("0.25"), "stock", stock);
    }

    private static long stockOf(RaceRows rows, long sweet) {
        return rows.number("select stock from sweet where id = ?", sweet);
    }

    private static Round scarce(RaceRows rows) {
        long sweet = sweet(rows, SCARCE);
        return new Round(
                (caller, browser) -> browser.post("/sweets/" + sweet + "/purchases?amount=1"),
                answers -> Ending.of(
                        Figure.exactly("sold", answers.done(), SCARCE),
                        Figure.exactly("left", stockOf(rows, sweet), 0)));
    }

    private static Round busy(RaceRows rows) {
        long sweet = sweet(rows, PLENTY);
        return new Round(
                (caller, browser) -> browser.post(
                        caller % 2 == 0
                                ? "/sweets/" + sweet + "/purchases?amount=1"
                                : "/sweets/" + sweet + "/restocks?amount=" + DELIVERY),
                answers -> judgeBusy(rows, sweet, answers));
    }

    /** The stock tells both apart: a delivery that counts is a thousand, a purchase that counts is one. */
    private static Ending judgeBusy(RaceRows rows, long sweet, Answers answers) {
        int callers = answers.all().size();
        long grown = stockOf(rows, sweet) - PLENTY;
        long deliveries = Math.floorDiv(grown + DELIVERY - 1, DELIVERY);
        long purchases = deliveries * DELIVERY - grown;
        return Ending.of(
                Figure.exactly("lost restocks", callers / 2 - deliveries, 0),
                Figure.exactly("lost sales", callers - callers / 2 - purchases, 0));
    }
}

package dev.safe4j.shop.lockorder;

import dev.safe4j.shop.race.Browser;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/** Two wallets pay each other, several times each: the money stays, and some are shown a deadlock. */
@Component
class OrderedTransferRace implements Race {

    private static final BigDecimal ENOUGH = new BigDecimal("500.00");
    private static final int TRANSFERS = 4;

    @Override
    public String hazard() {
        return "lock-order";
    }

    @Override
    public String scene(int callers) {
        return callers + " customers transfer " + TRANSFERS + " times between two wallets, half of them each way";
    }

    @Override
    public Round round(Setting setting, int number) {
        RaceRows rows = setting.rows();
        long family = rows.newId();
        long one = rows.insert("wallet", "family", family, "balance", ENOUGH);
        long two = rows.insert("wallet", "family", family, "balance", ENOUGH);
        return new Round(
                (caller, browser) -> pay(browser, caller % 2 == 0 ? one : two, caller % 2 == 0 ? two : one),
                answers -> Ending.of(
                        Figure.exactly("error pages", answers.errorPages(), 0),
                        Figure.exactly(
                                "money in the wallets",
                                rows.money("select sum(balance) from wallet where family = ?", family),
                                ENOUGH.add(ENOUGH))));
    }

    private static void pay(Browser browser, long from, long to) {
        for (int i = 0; i < TRANSFERS; i++) {
            browser.post("/ordered-transfers?from=" + from + "&to=" + to + "&amount=1.00");
        }
    }
}

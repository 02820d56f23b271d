package dev.safe4j.shop.halfdonetransfer;

import dev.safe4j.shop.race.Browser;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/** Two wallets pay each other, and both pay a third one, which is full: there the second write fails. */
@Component
class TransferRace implements Race {

    private static final BigDecimal SOME = new BigDecimal("500.00");
    private static final BigDecimal NEARLY_FULL = new BigDecimal("990.00");
    private static final BigDecimal ALL = SOME.add(SOME).add(NEARLY_FULL);

    @Override
    public String hazard() {
        return "half-done-transfer";
    }

    @Override
    public String scene(int callers) {
        return callers / 2 + " transfers both ways between two wallets, " + (callers - callers / 2)
                + " to one that is full";
    }

    @Override
    public Round round(Setting setting, int number) {
        RaceRows rows = setting.rows();
        long family = rows.newId();
        long one = rows.insert("wallet", "family", family, "balance", SOME);
        long two = rows.insert("wallet", "family", family, "balance", SOME);
        long full = rows.insert("wallet", "family", family, "balance", NEARLY_FULL);
        return new Round(
                (caller, browser) ->
                        pay(browser, caller % 2 == 0 ? one : two, caller % 4 < 2 ? full : caller % 2 == 0 ? two : one),
                answers -> Ending.of(Figure.exactly(
                        "money in the wallets",
                        rows.money("select sum(balance) from wallet where family = ?", family),
                        ALL)));
    }

    private static void pay(Browser browser, long from, long to) {
        browser.post("/transfers?from=" + from + "&to=" + to + "&amount=20.00");
    }
}

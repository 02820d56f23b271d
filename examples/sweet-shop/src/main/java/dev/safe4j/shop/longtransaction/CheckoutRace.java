package dev.safe4j.shop.longtransaction;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.race.Answers;
import dev.safe4j.shop.race.Browser;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/** All but one buy by card; the one restocks the same sweet, in the safe form, and has to wait for whoever holds its row. */
@Component
class CheckoutRace implements Race {

    private static final int STOCK = 1_000;

    @Override
    public String hazard() {
        return "long-transaction";
    }

    @Override
    public String scene(int callers) {
        return callers - 1 + " buyers of a sweet pay by card, and one caller restocks it";
    }

    @Override
    public Round round(Setting setting, int number) {
        RaceRows rows = setting.rows();
        long sweet = rows.insert("sweet", "name", "Nougat", "price", new BigDecimal("1.40"), "stock", STOCK);
        String card = rows.newName();
        AtomicLong waited = new AtomicLong();
        return new Round(
                (caller, browser) -> {
                    if (caller == setting.callers() / 2) {
                        waited.set(restock(browser, sweet));
                    } else {
                        browser.post("/sweets/" + sweet + "/checkouts?card=" + card);
                    }
                },
                answers -> judge(setting, sweet, answers, card, waited.get()));
    }

    private static long restock(Browser browser, long sweet) {
        return browser.on(Form.SAFE)
                .post("/sweets/" + sweet + "/restocks?amount=1")
                .took()
                .toMillis();
    }

    private static Ending judge(Setting setting, long sweet, Answers answers, String card, long waited) {
        RaceRows rows = setting.rows();
        long left = rows.number("select stock from sweet where id = ?", sweet);
        return Ending.of(
                Figure.exactly(
                        "bank calls with row and connection held",
                        setting.targets().sum("/outside/bank/" + card + "/held"),
                        0),
                Figure.exactly("left", left, STOCK + 2 - answers.done()),
                Figure.largest("slowest restock in ms", waited));
    }
}

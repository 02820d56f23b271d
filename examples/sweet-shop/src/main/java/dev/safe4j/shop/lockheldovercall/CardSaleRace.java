package dev.safe4j.shop.lockheldovercall;

import dev.safe4j.shop.provider.Account;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

/** Everybody buys at once, and the provider takes a moment for each: is there ever more than one call on its way from an instance? */
@Component
class CardSaleRace implements Race {

    private static final int STOCK = 1_000;

    @Override
    public String hazard() {
        return "lock-held-over-call";
    }

    @Override
    public String scene(int callers) {
        return callers + " buyers of a sweet pay by cards for which the payment provider takes 40 ms";
    }

    @Override
    public Round round(Setting setting, int number) {
        long sweet = setting.rows().insert("sweet", "name", "Nougat", "price", CardSales.PRICE, "stock", STOCK);
        String card = "slow-" + setting.rows().newName();
        return new Round(
                (caller, browser) -> browser.post("/sweets/" + sweet + "/card-sales?card=" + card),
                answers -> judge(setting, sweet, card, answers.done()));
    }

    private static Ending judge(Setting setting, long sweet, String card, long sold) {
        Account account = setting.account(card);
        boolean queued = account.mostAtOnce() <= setting.targets().count();
        return Ending.of(
                Figure.exactly("rounds in which all waited for one", queued ? 1 : 0, 0),
                Figure.exactly("sold", sold, setting.callers()),
                Figure.exactly(
                        "left", setting.rows().number("select stock from sweet where id = ?", sweet), STOCK - sold),
                Figure.exactly("charged", account.charged(), CardSales.PRICE.multiply(BigDecimal.valueOf(sold))),
                Figure.largest("calls at once", account.mostAtOnce()));
    }
}

package dev.safe4j.shop.duplicaterequest;

import dev.safe4j.shop.race.Browser;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The client has heard nothing, and asks again under the same key. What it was told the first time has got lost on the way. */
@Component
class PaymentRace implements Race {

    private static final BigDecimal ENOUGH = new BigDecimal("500.00");
    private static final BigDecimal AMOUNT = new BigDecimal("1.25");

    @Override
    public String hazard() {
        return "duplicate-request";
    }

    @Override
    public String scene(int callers) {
        return callers + " clients pay 1.25 each from one wallet, and ask again under their keys";
    }

    @Override
    public Round round(Setting setting, int number) {
        long wallet = setting.rows().insert("wallet", "family", setting.rows().newId(), "balance", ENOUGH);
        return new Round(
                (caller, browser) -> payTwice(browser, wallet),
                answers -> Ending.of(Figure.exactly(
                        "left in the wallet",
                        setting.rows().money("select balance from wallet where id = ?", wallet),
                        ENOUGH.subtract(AMOUNT.multiply(BigDecimal.valueOf(setting.callers()))))));
    }

    private static void payTwice(Browser browser, long wallet) {
        String path = "/wallets/" + wallet + "/keyed-payments?amount=" + AMOUNT;
        String key = UUID.randomUUID().toString();
        browser.postUntilDone(path, key);
        browser.postUntilDone(path, key);
    }
}

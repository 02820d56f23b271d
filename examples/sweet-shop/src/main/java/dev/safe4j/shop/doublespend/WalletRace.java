package dev.safe4j.shop.doublespend;

import dev.safe4j.shop.race.Answers;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

@Component
class WalletRace implements Race {

    private static final BigDecimal IN_IT = new BigDecimal("100.00");
    private static final BigDecimal PRICE = new BigDecimal("20.00");

    @Override
    public String hazard() {
        return "double-spend";
    }

    @Override
    public String scene(int callers) {
        return callers + " payments of " + PRICE + " from a wallet with " + IN_IT;
    }

    @Override
    public Round round(Setting setting, int number) {
        long wallet = setting.rows().insert("wallet", "family", 0, "balance", IN_IT);
        return new Round(
                (caller, browser) -> browser.post("/wallets/" + wallet + "/payments?amount=" + PRICE),
                answers -> judge(setting.rows(), wallet, answers));
    }

    private static Ending judge(RaceRows rows, long wallet, Answers answers) {
        BigDecimal paid = PRICE.multiply(BigDecimal.valueOf(answers.done()));
        BigDecimal left = rows.money("select balance from wallet where id = ?", wallet);
        return Ending.of(
                Figure.exactly("paid", paid, IN_IT), Figure.exactly("left", left, BigDecimal.ZERO.setScale(2)));
    }
}

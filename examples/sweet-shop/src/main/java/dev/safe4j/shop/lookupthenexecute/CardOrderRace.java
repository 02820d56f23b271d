package dev.safe4j.shop.lookupthenexecute;

import dev.safe4j.shop.provider.Account;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Each order is sent by four callers at the same moment, under one key, and the payment provider takes a moment too. */
@Component
class CardOrderRace implements Race {

    private static final int COPIES = 4;

    @Override
    public String hazard() {
        return "lookup-then-execute";
    }

    @Override
    public String scene(int callers) {
        return orders(callers) + " orders on a card that takes 40 ms to charge, each sent by " + COPIES
                + " callers under its key";
    }

    private static int orders(int callers) {
        return (callers + COPIES - 1) / COPIES;
    }

    @Override
    public Round round(Setting setting, int number) {
        long sweet = setting.rows().insert("sweet", "name", "Nougat", "price", CardOrders.PRICE, "stock", 0);
        String card = "slow-" + setting.rows().newName();
        List<String> keys = IntStream.range(0, orders(setting.callers()))
                .mapToObj(order -> UUID.randomUUID().toString())
                .toList();
        return new Round(
                (caller, browser) -> browser.postUntilDone(
                        "/sweets/" + sweet + "/card-orders?card=" + card, keys.get(caller / COPIES)),
                answers -> judge(setting, sweet, card, keys.size()));
    }

    private static Ending judge(Setting setting, long sweet, String card, int orders) {
        Account account = setting.account(card);
        return Ending.of(
                Figure.exactly(
                        "orders",
                        setting.rows().number("select count(*) from purchase where sweet = ?", sweet),
                        orders),
                Figure.exactly("charges", account.charges(), orders),
                Figure.exactly("charged", account.charged(), CardOrders.PRICE.multiply(BigDecimal.valueOf(orders))));
    }
}

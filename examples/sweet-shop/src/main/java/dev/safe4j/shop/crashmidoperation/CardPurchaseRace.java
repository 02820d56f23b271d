package dev.safe4j.shop.crashmidoperation;

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

/**
 * The work ends in its middle, at the provider: half of the calls before the card is charged, half behind it. No process dies here, and to
 * those who ask again it is the same: begun, and nobody is at it.
 */
@Component
class CardPurchaseRace implements Race {

    private static final List<String> ENDS = List.of("cut-", "lost-");

    @Override
    public String hazard() {
        return "crash-mid-operation";
    }

    @Override
    public String scene(int callers) {
        return callers + " purchases end in the call that charges the card, and are asked for again";
    }

    @Override
    public Round round(Setting setting, int number) {
        long sweet = setting.rows().insert("sweet", "name", "Nougat", "price", CardPurchases.PRICE, "stock", 0);
        List<String> cards = IntStream.range(0, setting.callers())
                .mapToObj(caller ->
                        ENDS.get(caller % ENDS.size()) + setting.rows().newName())
                .toList();
        return new Round(
                (caller, browser) -> browser.postUntilDone(
                        "/sweets/" + sweet + "/card-purchases?card=" + cards.get(caller),
                        UUID.randomUUID().toString()),
                answers -> judge(setting, sweet, cards));
    }

    private static Ending judge(Setting setting, long sweet, List<String> cards) {
        List<Account> accounts = cards.stream().map(setting::account).toList();
        return Ending.of(
                Figure.exactly(
                        "purchases",
                        setting.rows().number("select count(*) from purchase where sweet = ?", sweet),
                        cards.size()),
                Figure.exactly(
                        "cards charged once",
                        accounts.stream()
                                .filter(account -> account.charges() == 1)
                                .count(),
                        cards.size()),
                Figure.exactly(
                        "charged",
                        accounts.stream().map(Account::charged).reduce(BigDecimal.ZERO, BigDecimal::add),
                        CardPurchases.PRICE.multiply(BigDecimal.valueOf(cards.size()))));
    }
}

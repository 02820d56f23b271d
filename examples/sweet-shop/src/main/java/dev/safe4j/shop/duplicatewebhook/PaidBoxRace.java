package dev.safe4j.shop.duplicatewebhook;

import dev.safe4j.shop.provider.Account;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

/** Everybody pays for a box at the provider, which tells of each payment once to three times, at once, to the instances in turn. */
@Component
class PaidBoxRace implements Race {

    private static final int STOCK = 1_000;

    @Override
    public String hazard() {
        return "duplicate-webhook";
    }

    @Override
    public String scene(int callers) {
        return callers + " customers pay for a box, and each payment is told once to three times";
    }

    @Override
    public Round round(Setting setting, int number) {
        long box = setting.rows().insert("box", "stock", STOCK);
        String customer = setting.rows().newName();
        return new Round(
                (caller, browser) -> browser.post("/boxes/" + box + "/payments?customer=" + customer),
                answers -> judge(setting, box, setting.account(customer)));
    }

    private static Ending judge(Setting setting, long box, Account account) {
        RaceRows rows = setting.rows();
        return Ending.of(
                Figure.exactly(
                        "boxes sent",
                        rows.number("select count(*) from box_order where box = ?", box),
                        account.charges()),
                Figure.exactly(
                        "left", rows.number("select stock from box where id = ?", box), STOCK - account.charges()),
                Figure.largest("deliveries in a round", account.deliveries()));
    }
}

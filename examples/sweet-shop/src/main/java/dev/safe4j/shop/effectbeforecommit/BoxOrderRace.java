package dev.safe4j.shop.effectbeforecommit;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

@Component
class BoxOrderRace implements Race {

    private static final int BOXES = 4;

    @Override
    public String hazard() {
        return "effect-before-commit";
    }

    @Override
    public String scene(int callers) {
        return callers + " orders of a box of which there are " + BOXES;
    }

    @Override
    public Round round(Setting setting, int number) {
        long box = setting.rows().insert("box", "stock", BOXES);
        String customer = setting.rows().newName();
        return new Round(
                (caller, browser) -> browser.post("/boxes/" + box + "/orders?customer=" + customer),
                answers -> judge(setting, box, customer));
    }

    private static Ending judge(Setting setting, long box, String customer) {
        RaceRows rows = setting.rows();
        long orders = rows.number("select count(*) from box_order where box = ?", box);
        long mails = setting.targets().sum("/outside/mails/" + customer);
        return Ending.of(
                Figure.exactly("orders", orders, BOXES), Figure.exactly("mails that confirm one", mails, orders));
    }
}

package dev.safe4j.shop.checkthenact;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

@Component
class GoldenTicketRace implements Race {

    @Override
    public String hazard() {
        return "check-then-act";
    }

    @Override
    public String scene(int callers) {
        return callers + " customers claim one golden ticket";
    }

    @Override
    public Round round(Setting setting, int number) {
        long ticket = setting.rows().insert("golden_ticket");
        return new Round(
                (caller, browser) -> browser.post("/tickets/" + ticket + "/claim?customer=child-" + caller),
                answers -> Ending.of(Figure.exactly("winners", answers.done(), 1)));
    }
}

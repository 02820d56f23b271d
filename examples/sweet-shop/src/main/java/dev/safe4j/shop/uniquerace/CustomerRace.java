package dev.safe4j.shop.uniquerace;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

@Component
class CustomerRace implements Race {

    @Override
    public String hazard() {
        return "unique-race";
    }

    @Override
    public String scene(int callers) {
        return callers + " customers register under one name";
    }

    @Override
    public Round round(Setting setting, int number) {
        String name = setting.rows().newName();
        return new Round(
                (caller, browser) -> browser.post("/customers?name=" + name),
                answers -> Ending.of(
                        Figure.exactly("registered", answers.done(), 1),
                        Figure.exactly("HTTP 500", answers.errorPages(), 0)));
    }
}

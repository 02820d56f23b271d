package dev.safe4j.shop.upsertrace;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

/** Two visits each: the first ones make the row, the second ones raise it. */
@Component
class VisitRace implements Race {

    private static final int VISITS = 2;

    @Override
    public String hazard() {
        return "upsert-race";
    }

    @Override
    public String scene(int callers) {
        return callers + " callers visit a new page twice";
    }

    @Override
    public Round round(Setting setting, int number) {
        String page = setting.rows().newName();
        return new Round(
                (caller, browser) -> {
                    for (int i = 0; i < VISITS; i++) {
                        browser.post("/visits/" + page);
                    }
                },
                answers -> Ending.of(
                        Figure.exactly(
                                "visits counted",
                                setting.rows().number("select visits from visit where page = ?", page),
                                (long) VISITS * setting.callers()),
                        Figure.exactly("HTTP 500", answers.errorPages(), 0)));
    }
}

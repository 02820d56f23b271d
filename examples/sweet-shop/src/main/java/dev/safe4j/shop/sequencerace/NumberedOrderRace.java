package dev.safe4j.shop.sequencerace;

import dev.safe4j.shop.race.Answer;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

@Component
class NumberedOrderRace implements Race {

    @Override
    public String hazard() {
        return "sequence-race";
    }

    @Override
    public String scene(int callers) {
        return callers + " orders, each of which is to get a number of its own";
    }

    @Override
    public Round round(Setting setting, int number) {
        String customer = setting.rows().newName();
        return new Round(
                (caller, browser) -> browser.post("/numbered-orders?customer=" + customer),
                answers -> Ending.of(
                        Figure.exactly("orders taken", answers.done(), setting.callers()),
                        Figure.exactly(
                                "numbers told",
                                answers.all().stream()
                                        .filter(Answer::isSuccess)
                                        .map(Answer::body)
                                        .distinct()
                                        .count(),
                                answers.done()),
                        Figure.exactly(
                                "numbers written",
                                setting.rows()
                                        .number(
                                                "select count(distinct number) from numbered_order where customer = ?",
                                                customer),
                                answers.done())));
    }
}

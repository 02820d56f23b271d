package dev.safe4j.shop.writeskew;

import dev.safe4j.shop.race.Answers;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** Every two callers are the two keepers of one shift. */
@Component
class ShiftRace implements Race {

    private static final int KEEPERS = 2;

    @Override
    public String hazard() {
        return "write-skew";
    }

    @Override
    public String scene(int callers) {
        return "on " + callers / KEEPERS + " shifts, both keepers want to go home, and one has to stay";
    }

    @Override
    public Round round(Setting setting, int number) {
        RaceRows rows = setting.rows();
        List<Long> shifts = new ArrayList<>();
        List<Long> keepers = new ArrayList<>();
        for (int i = 0; i < setting.callers() / KEEPERS; i++) {
            long shift = rows.insert("shift");
            shifts.add(shift);
            for (int k = 0; k < KEEPERS; k++) {
                keepers.add(rows.insert("keeper", "shift", shift, "on_call", true));
            }
        }
        return new Round(
                (caller, browser) -> {
                    if (caller < keepers.size()) {
                        long shift = shifts.get(caller / KEEPERS);
                        browser.post("/shifts/" + shift + "/keepers/" + keepers.get(caller) + "/go-home");
                    }
                },
                answers -> judge(rows, shifts, answers));
    }

    private static Ending judge(RaceRows rows, List<Long> shifts, Answers answers) {
        long abandoned = shifts.stream()
                .filter(shift ->
                        rows.number("select count(*) from keeper where shift = ? and on_call = true", shift) == 0)
                .count();
        return Ending.of(
                Figure.exactly("sent home", answers.done(), shifts.size()),
                Figure.exactly("shifts with nobody", abandoned, 0));
    }
}

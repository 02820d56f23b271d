package dev.safe4j.shop.phantombooking;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

@Component
class TastingRace implements Race {

    private static final int SEATS = 4;

    @Override
    public String hazard() {
        return "phantom-booking";
    }

    @Override
    public String scene(int callers) {
        return callers + " bookings of a tasting with " + SEATS + " seats";
    }

    @Override
    public Round round(Setting setting, int number) {
        RaceRows rows = setting.rows();
        long tasting = rows.insert("tasting", "seats", SEATS);
        return new Round(
                (caller, browser) -> browser.post("/tastings/" + tasting + "/bookings?customer=guest-" + caller),
                answers -> Ending.of(
                        Figure.exactly("seats promised", answers.done(), SEATS),
                        Figure.exactly(
                                "seats booked",
                                rows.number("select count(*) from booking where tasting = ?", tasting),
                                SEATS)));
    }
}

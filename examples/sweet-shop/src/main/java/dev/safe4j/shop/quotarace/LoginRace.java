package dev.safe4j.shop.quotarace;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

@Component
class LoginRace implements Race {

    @Override
    public String hazard() {
        return "quota-race";
    }

    @Override
    public String scene(int callers) {
        return callers + " guesses at one password, of which " + Logins.MOST_TRIES + " may be tried";
    }

    @Override
    public Round round(Setting setting, int number) {
        String customer = setting.rows().newName();
        return new Round(
                (caller, browser) -> browser.post("/logins?customer=" + customer + "&password=guess-" + caller),
                answers -> Ending.of(
                        Figure.exactly(
                                "guesses tried",
                                answers.count(answer -> answer.status() == HttpStatus.UNAUTHORIZED.value()),
                                Math.min(setting.callers(), Logins.MOST_TRIES)),
                        Figure.exactly("HTTP 500", answers.errorPages(), 0)));
    }
}

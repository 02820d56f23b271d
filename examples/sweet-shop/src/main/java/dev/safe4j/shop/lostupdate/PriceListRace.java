package dev.safe4j.shop.lostupdate;

import dev.safe4j.shop.race.Answer;
import dev.safe4j.shop.race.Answers;
import dev.safe4j.shop.race.Browser;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import org.springframework.stereotype.Component;

/** Half of the callers read, edit and save the whole text; the other half add a line to it, whatever it is. */
@Component
class PriceListRace implements Race {

    private static final String MARK = "edit-";

    @Override
    public String hazard() {
        return "lost-update";
    }

    @Override
    public String scene(int callers) {
        return (callers - callers / 2) + " editors save a price list, " + callers / 2 + " callers append to it";
    }

    @Override
    public Round round(Setting setting, int number) {
        long list = setting.rows().insert("price_list", "content", "Prices\n", "version", 1);
        return new Round(
                (caller, browser) -> edit(browser, "/price-lists/" + list, caller),
                answers -> judge(setting.rows(), list, answers));
    }

    private static void edit(Browser browser, String path, int caller) {
        if (caller % 2 == 1) {
            browser.post(path + "/lines?line=" + MARK + caller);
            return;
        }
        Answer read = browser.get(path);
        if (read.isSuccess()) {
            browser.put(path, read.etag(), read.body() + MARK + caller + "\n");
        }
    }

    private static Ending judge(RaceRows rows, long list, Answers answers) {
        long present = rows.text("select content from price_list where id = ?", list)
                .lines()
                .filter(line -> line.startsWith(MARK))
                .count();
        return Ending.of(Figure.exactly("saved edits still there", present, answers.done()));
    }
}

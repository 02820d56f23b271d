package dev.safe4j.shop.nonrepeatableread;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.nonrepeatableread.Bookkeeping.Line;
import dev.safe4j.shop.nonrepeatableread.Bookkeeping.Sheet;
import dev.safe4j.shop.race.Answers;
import dev.safe4j.shop.race.Browser;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Half of the callers read balance sheets, the other half pay, in the safe form, from the wallets on them. */
@Component
class BookkeepingRace implements Race {

    private static final int TIMES = 4;
    private static final int WALLETS = 8;

    private final JsonMapper json;

    BookkeepingRace(JsonMapper json) {
        this.json = json;
    }

    @Override
    public String hazard() {
        return "non-repeatable-read";
    }

    @Override
    public String scene(int callers) {
        return callers / 2 + " readers of a balance sheet, while " + (callers - callers / 2)
                + " payers empty its wallets";
    }

    @Override
    public Round round(Setting setting, int number) {
        RaceRows rows = setting.rows();
        long family = rows.newId();
        List<Long> wallets = new ArrayList<>();
        for (int i = 0; i < WALLETS; i++) {
            wallets.add(rows.insert("wallet", "family", family, "balance", new BigDecimal("100.00")));
        }
        return new Round(
                (caller, browser) -> {
                    for (int i = 0; i < TIMES; i++) {
                        readOrPay(browser, caller, family, wallets);
                    }
                },
                this::judge);
    }

    private static void readOrPay(Browser browser, int caller, long family, List<Long> wallets) {
        if (caller % 2 == 0) {
            browser.get("/families/" + family + "/balance-sheet");
        } else {
            long wallet = wallets.get(caller / 2 % WALLETS);
            browser.on(Form.SAFE).post("/wallets/" + wallet + "/payments?amount=1.00");
        }
    }

    private Ending judge(Answers answers) {
        List<Sheet> sheets =
                answers.read().map(sheet -> json.readValue(sheet, Sheet.class)).toList();
        long right = sheets.stream().filter(BookkeepingRace::addsUp).count();
        return Ending.of(Figure.exactly("balance sheets that add up", right, sheets.size()));
    }

    private static boolean addsUp(Sheet sheet) {
        BigDecimal sum = sheet.lines().stream().map(Line::balance).reduce(BigDecimal.ZERO, BigDecimal::add);
        return sum.compareTo(sheet.total()) == 0;
    }
}

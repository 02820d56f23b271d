package dev.safe4j.shop.doublesubmit;

import dev.safe4j.shop.provider.Account;
import dev.safe4j.shop.race.Answer;
import dev.safe4j.shop.race.Browser;
import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** Impatient customers: a double click, and one more press for as long as there is an error page. The provider has a bad day. */
@Component
class OrderFormRace implements Race {

    private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([^\"]*)\"");

    @Override
    public String hazard() {
        return "double-submit";
    }

    @Override
    public String scene(int callers) {
        return callers + " customers double-click a button, while answers of the payment provider get lost";
    }

    @Override
    public Round round(Setting setting, int number) {
        long box = setting.rows().insert("box", "stock", 0);
        List<String> customers = IntStream.range(0, setting.callers())
                .mapToObj(caller -> "troubled-" + setting.rows().newName())
                .toList();
        return new Round(
                (caller, browser) -> order(browser, "/boxes/" + box + "/order-form", customers.get(caller)),
                answers -> judge(setting, box, customers));
    }

    private static void order(Browser browser, String path, String customer) {
        Answer page = browser.get(path);
        Matcher key = KEY.matcher(page.body());
        if (!key.find()) {
            throw new IllegalStateException(
                    "the page of the form has no key in it: " + page.status() + " " + page.body());
        }
        String press = path + "?customer=" + customer + "&key=" + key.group(1);
        browser.doubleClickUntilDone(press);
    }

    private static Ending judge(Setting setting, long box, List<String> customers) {
        List<Account> accounts = customers.stream().map(setting::account).toList();
        return Ending.of(
                Figure.exactly(
                        "orders",
                        setting.rows().number("select count(*) from box_order where box = ?", box),
                        customers.size()),
                Figure.exactly(
                        "charges", accounts.stream().mapToLong(Account::charges).sum(), customers.size()),
                Figure.exactly(
                        "charged",
                        accounts.stream().map(Account::charged).reduce(BigDecimal.ZERO, BigDecimal::add),
                        OrderForms.PRICE.multiply(BigDecimal.valueOf(customers.size()))));
    }
}

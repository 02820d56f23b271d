package dev.safe4j.shop.repeatedsideeffect;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** The printer has no paper for the first try of a label, when the mail has gone out; and the order is sent again under its key. */
@Component
class LabelledOrderRace implements Race {

    @Override
    public String hazard() {
        return "repeated-side-effect";
    }

    @Override
    public String scene(int callers) {
        return callers + " orders are confirmed by mail and find no paper for their labels, and are tried again";
    }

    @Override
    public Round round(Setting setting, int number) {
        long box = setting.rows().insert("box", "stock", 0);
        List<String> customers = IntStream.range(0, setting.callers())
                .mapToObj(caller -> setting.rows().newName())
                .toList();
        return new Round(
                (caller, browser) -> browser.postUntilDone(
                        "/boxes/" + box + "/labelled-orders?customer=" + customers.get(caller),
                        UUID.randomUUID().toString()),
                answers -> judge(setting, box, customers));
    }

    private static Ending judge(Setting setting, long box, List<String> customers) {
        return Ending.of(
                Figure.exactly(
                        "orders",
                        setting.rows().number("select count(*) from box_order where box = ?", box),
                        customers.size()),
                Figure.exactly("mails", sum(setting, "/outside/mails/", customers), customers.size()),
                Figure.exactly("labels", sum(setting, "/outside/labels/" + box + "/", customers), customers.size()));
    }

    private static long sum(Setting setting, String path, List<String> customers) {
        return customers.stream()
                .mapToLong(customer -> setting.targets().sum(path + customer))
                .sum();
    }
}

package dev.safe4j.shop.cachestampede;

import dev.safe4j.shop.race.Ending;
import dev.safe4j.shop.race.Figure;
import dev.safe4j.shop.race.Race;
import dev.safe4j.shop.race.Round;
import dev.safe4j.shop.race.Setting;
import java.math.BigDecimal;
import org.springframework.stereotype.Component;

@Component
class ProductPageRace implements Race {

    @Override
    public String hazard() {
        return "cache-stampede";
    }

    @Override
    public String scene(int callers) {
        return callers + " customers look at the page of a new sweet";
    }

    @Override
    public Round round(Setting setting, int number) {
        long sweet = setting.rows().insert("sweet", "name", "Nougat", "price", new BigDecimal("1.40"), "stock", 1);
        return new Round(
                (caller, browser) -> browser.get("/product-pages/" + sweet),
                answers -> Ending.of(
                        Figure.exactly("pages seen", answers.read().count(), setting.callers()),
                        Figure.exactly(
                                "times made",
                                setting.targets().sum("/outside/product-pages/" + sweet),
                                setting.targets().count())));
    }
}

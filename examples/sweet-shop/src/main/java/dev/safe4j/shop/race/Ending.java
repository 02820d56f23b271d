package dev.safe4j.shop.race;

import java.util.List;

/** How a round ended. */
public record Ending(List<Figure> figures) {

    public static Ending of(Figure... figures) {
        return new Ending(List.of(figures));
    }

    public boolean isExact() {
        return figures.stream().allMatch(Figure::isRight);
    }
}

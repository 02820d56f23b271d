package dev.safe4j.shop.coldstartinit;

import java.util.List;

/** A job of the first start: a gift for every card. Every instance calls it before it serves. */
public interface WelcomeGifts {

    void give();

    /** Who has a card, by the list that headquarters keeps. */
    @FunctionalInterface
    interface Members {
        List<Long> cards();
    }
}

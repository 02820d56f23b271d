package dev.safe4j.shop.crashmidoperation;

import java.math.BigDecimal;

/** A sweet is bought on a card, under a key that the client has made. */
public interface CardPurchases {

    BigDecimal PRICE = new BigDecimal("1.40");

    void buy(String request, long sweet, String card);
}

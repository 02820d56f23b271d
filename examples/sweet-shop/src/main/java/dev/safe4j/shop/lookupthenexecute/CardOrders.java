package dev.safe4j.shop.lookupthenexecute;

import java.math.BigDecimal;

/** A sweet is ordered on a card, under a key that the client has made. */
public interface CardOrders {

    BigDecimal PRICE = new BigDecimal("1.40");

    void order(String request, long sweet, String card);
}

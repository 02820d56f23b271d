package dev.safe4j.shop.lookupthenexecute;

/** A sweet is ordered on a card, under a key that the client has made. */
public interface CardOrders {

    void order(String request, long sweet, String card);
}

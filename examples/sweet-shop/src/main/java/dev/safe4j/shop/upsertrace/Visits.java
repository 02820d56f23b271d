package dev.safe4j.shop.upsertrace;

/** How often each page was visited. */
public interface Visits {

    void count(String page);
}

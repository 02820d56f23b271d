package dev.safe4j.shop.blindretry;

/** Two boxes are sold together, or none. The table's rule keeps a stock from going below zero. */
public interface BoxPairs {

    void sell(long first, long second);
}

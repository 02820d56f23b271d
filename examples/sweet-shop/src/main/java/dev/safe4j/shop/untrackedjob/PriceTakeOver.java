package dev.safe4j.shop.untrackedjob;

/** Takes over a list of prices in the background. */
public interface PriceTakeOver extends AutoCloseable {

    /** Begins it. */
    void begin(String list);

    @Override
    void close();

    /** The lists of headquarters, and where their lines are put. */
    interface Lines {

        int number(String list);

        void take(String list, int line);
    }
}

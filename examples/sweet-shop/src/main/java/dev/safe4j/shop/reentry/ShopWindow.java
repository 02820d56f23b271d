package dev.safe4j.shop.reentry;

/** The shop window, in which there is room for one. */
public interface ShopWindow {

    void clean();

    /** Arranges it anew, which it is cleaned for. */
    void arrange();

    /** Cleans and arranges. */
    @FunctionalInterface
    interface Hands {
        void work(String what);
    }
}

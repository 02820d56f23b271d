package dev.safe4j.shop.endlessretry;

/** Sends the letters that are to be sent. */
public interface Letters {

    /** Sends the next one, or fails to; false if there is none to be sent now. */
    boolean sendNext();

    /** Refuses an address that there is not. */
    @FunctionalInterface
    interface Post {
        void send(String address);
    }
}

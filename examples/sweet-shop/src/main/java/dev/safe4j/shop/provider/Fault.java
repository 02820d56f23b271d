package dev.safe4j.shop.provider;

/** What goes wrong with a call to the provider. */
enum Fault {
    /** Nothing does. */
    NONE,
    /** The connection is cut before anything is charged. */
    CUT,
    /** It is charged, and the connection is cut before the answer. */
    LOST,
    /** It is charged, and the answer comes when nobody waits for it any more. */
    LATE,
    /** It is charged, and the answer takes a moment: nothing is wrong with that. */
    SLOW
}

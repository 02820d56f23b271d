package dev.safe4j.jdbc.reservation;

/** What has become of a hold. */
public enum HoldState {
    /** It is put aside. */
    HELD,
    /** It was used: it does not come back. */
    CONFIRMED,
    /** Its holder gave it back. */
    CANCELLED,
    /** It had ended and was given back by a sweep. */
    SWEPT
}

package dev.safe4j.shop;

import java.util.Locale;

/** The two forms in which every operation of the shop is written. */
public enum Form {
    /** As people write it. */
    UNSAFE,
    /** With the library. */
    SAFE;

    /** The beginning of an endpoint's path that exists in both forms. */
    public static final String PATHS = "/{form:unsafe|safe}";

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The beginning of this form's paths. */
    public String path() {
        return "/" + label();
    }
}

package dev.safe4j.lab.catalogue;

import java.util.Locale;

/** In which way a hazard is shown. */
public enum What {
    /** Many callers at once, over HTTP. */
    LOAD,
    /** Every order of the statements. */
    SEARCH,
    /** Callers that are held at their steps. */
    STAGED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

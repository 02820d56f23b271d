package dev.safe4j.shop.swallowederror;

/** Looks at the temperature of the cellar, again and again. */
public interface CellarWatch {

    void begin();

    /** A thermometer, on a long wire. */
    @FunctionalInterface
    interface Thermometer {

        /** Reads it, and rings if it is too warm. */
        void read();
    }
}

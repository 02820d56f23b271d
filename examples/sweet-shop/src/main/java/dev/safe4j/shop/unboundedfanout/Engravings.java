package dev.safe4j.shop.unboundedfanout;

/** Has names engraved into bars of chocolate, as many as were ordered. */
public interface Engravings {

    void engrave(Iterable<String> names);

    /** The machine of the workshop next door, at which there is room for a few. */
    @FunctionalInterface
    interface Machine {
        void engrave(String name);
    }
}

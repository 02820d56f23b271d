package dev.safe4j.shop.uniquerace;

import dev.safe4j.shop.Refused;

/** Customers, each with a name that nobody else has. */
public interface Customers {

    void register(String name);

    /** Somebody else has the name. */
    final class NameTaken extends Refused {

        private static final long serialVersionUID = 1;

        NameTaken(String name) {
            super("the name '" + name + "' is taken");
        }
    }
}

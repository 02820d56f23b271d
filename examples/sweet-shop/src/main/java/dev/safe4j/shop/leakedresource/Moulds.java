package dev.safe4j.shop.leakedresource;

import java.util.List;

/** Takes moulds from the rack, several at once. */
public interface Moulds {

    /** Takes one for each shape, in their order, or none and throws. Who gets them closes them. */
    List<Mould> take(List<String> shapes);

    /** A mould that was taken. Closing it hangs it back. */
    interface Mould extends AutoCloseable {

        @Override
        void close();
    }

    /** Has one mould of each shape. */
    @FunctionalInterface
    interface Rack {
        Mould take(String shape);
    }
}

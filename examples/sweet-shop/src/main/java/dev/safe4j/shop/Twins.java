package dev.safe4j.shop;

/** The two forms of one operation. */
public record Twins<T>(T unsafe, T safe) {

    public T of(Form form) {
        return form == Form.SAFE ? safe : unsafe;
    }
}

package dev.safe4j.test.interleavings;

import dev.safe4j.test.schedule.Move;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An order of steps as text, to be played again: {@code 1:postgresql-18:read_committed:0,0,1,1}. The moves are numbers of actors
 * in the order of their declaration; {@code 1!} loses the connection of actor 1 before its step, {@code 1?} loses the reply.
 *
 * @param server the server on which it was found
 * @param isolation the isolation level
 * @param split whether the automatic commit of a write was a step of its own
 * @param moves the order
 */
public record ScheduleToken(String server, Isolation isolation, boolean split, List<Move> moves) {

    private static final String VERSION = "1";
    private static final String WHOLE = "whole";

    /** Copies the list. */
    public ScheduleToken {
        moves = List.copyOf(moves);
    }

    @Override
    public String toString() {
        String order = moves.stream().map(Move::toString).collect(Collectors.joining(","));
        String level = isolation.name().toLowerCase(Locale.ROOT);
        return String.join(":", VERSION, server, level, order) + (split ? "" : ":" + WHOLE);
    }

    /**
     * Reads a token.
     *
     * @param text as printed with a violation
     * @return the token
     * @throws IllegalArgumentException if it is none, or one of another version of this library
     */
    public static ScheduleToken parse(String text) {
        String[] parts = text.trim().split(":", -1);
        boolean whole = parts.length == 5 && parts[4].equals(WHOLE);
        if (parts.length != 4 && !whole) {
            throw new IllegalArgumentException("'" + text + "' is no schedule token: version:server:isolation:moves");
        }
        if (!parts[0].equals(VERSION)) {
            throw new IllegalArgumentException("schedule token '" + text + "' is of version " + parts[0]
                    + ", this is version " + VERSION + ": search again, and pin the new token");
        }
        try {
            Isolation isolation = Isolation.valueOf(parts[2].toUpperCase(Locale.ROOT));
            List<Move> moves = parts[3].isEmpty()
                    ? List.of()
                    : Stream.of(parts[3].split(",", -1)).map(Move::parse).toList();
            return new ScheduleToken(parts[1], isolation, !whole, moves);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException("'" + text + "' is no schedule token: " + wrong.getMessage(), wrong);
        }
    }

    /** The product without its version: an order found on one version is tried on another, not on another product. */
    static String product(String server) {
        return server.replaceAll("-[0-9.]+$", "");
    }
}

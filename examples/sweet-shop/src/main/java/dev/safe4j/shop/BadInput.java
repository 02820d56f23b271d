package dev.safe4j.shop;

import java.math.BigDecimal;

/** What came over HTTP is nothing that the shop can do anything with: 400. */
public final class BadInput extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_KEY = 36;
    private static final int MOST_PIECES = 10_000;
    private static final BigDecimal MOST_MONEY = new BigDecimal("1000.00");

    private BadInput(String message) {
        super(message);
    }

    public static int pieces(int amount) {
        if (amount < 1 || amount > MOST_PIECES) {
            throw new BadInput("the amount must be between 1 and " + MOST_PIECES + ", and is " + amount);
        }
        return amount;
    }

    public static BigDecimal money(BigDecimal amount) {
        if (amount.signum() <= 0 || amount.scale() > 2 || amount.compareTo(MOST_MONEY) > 0) {
            throw new BadInput("the amount must be above 0 and at most " + MOST_MONEY + ", in whole cents");
        }
        return amount;
    }

    public static String name(String what, String name) {
        return text(what, name, LONGEST_NAME);
    }

    public static String key(String key) {
        return text("key", key, LONGEST_KEY);
    }

    public static String text(String what, String text, int longest) {
        if (text.isBlank() || text.length() > longest || text.indexOf('\0') >= 0) {
            throw new BadInput("the " + what + " must have 1 to " + longest + " characters, and has "
                    + text.strip().length() + " (zero characters do not count as text)");
        }
        return text;
    }

    public static long version(String etag) {
        try {
            return Long.parseLong(etag.replace("\"", ""));
        } catch (NumberFormatException noVersion) {
            throw new BadInput("If-Match must be the ETag of the edition that was read");
        }
    }

    public static void different(long from, long to) {
        if (from == to) {
            throw new BadInput("a wallet cannot pay itself");
        }
    }
}

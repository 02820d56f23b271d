package dev.safe4j.spring.proxy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Keys that every store takes, made of any text. Stateless. */
public final class ShortKeys {

    /** Control characters, halves of characters, and what decides where a Redis cluster keeps a key. */
    private static final Pattern UNWANTED = Pattern.compile("[\\x00-\\x1F\\x7F-\\x9F\\p{Cs}{}]");

    private static final int LONGEST = 150;
    private static final int KEPT = 40;

    private ShortKeys() {}

    /**
     * Returns a text itself if it can be a key, else its beginning and a digest of all of it.
     *
     * @param text of any length, not blank
     * @return the same for the same text, and another for another one
     */
    public static String of(String text) {
        boolean isKey = text.length() <= LONGEST && !UNWANTED.matcher(text).find();
        return isKey ? text : beginning(text) + "~" + digest(text);
    }

    private static String beginning(String text) {
        return UNWANTED.matcher(text.substring(0, Math.min(KEPT, text.length())))
                .replaceAll("?");
    }

    private static String digest(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256.", impossible);
        }
    }
}

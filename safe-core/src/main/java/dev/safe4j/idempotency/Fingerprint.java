package dev.safe4j.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a request asks for, in few bytes: two requests under one key are the same one if their fingerprints are. Immutable.
 *
 * @param text the algorithm, a colon and the digest in hexadecimal digits; 1 to {@value #LONGEST} characters
 */
public record Fingerprint(String text) {

    /** The longest text, in characters. */
    public static final int LONGEST = 100;

    private static final String ALGORITHM = "SHA-256";

    /**
     * Checks the text.
     *
     * @throws IllegalArgumentException if it is longer or has no colon
     */
    public Fingerprint {
        if (text.length() > LONGEST || text.indexOf(':') < 1) {
            throw new IllegalArgumentException("a fingerprint is 'algorithm:digest' of at most " + LONGEST
                    + " characters, and not '" + text + "'.");
        }
    }

    /**
     * Makes the fingerprint of a request: of its bytes, so another order of fields is another request.
     *
     * @param parts the parts of the request; where one ends and the next begins counts
     * @return the fingerprint, by SHA-256
     */
    public static Fingerprint of(byte[]... parts) {
        MessageDigest digest = sha256();
        for (byte[] part : parts) {
            digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(part);
        }
        return new Fingerprint("sha-256:" + HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance(ALGORITHM);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}

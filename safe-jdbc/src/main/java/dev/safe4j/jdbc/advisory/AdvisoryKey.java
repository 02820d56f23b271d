package dev.safe4j.jdbc.advisory;

import dev.safe4j.name.Names;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A name as the servers take it. The namespace keeps it from the names of other programs; two names that meet in the same hash
 * block each other without need, and never let two callers in.
 *
 * @param text the name as the caller wrote it
 * @param digest the hash of namespace and name
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two
record AdvisoryKey(String text, byte[] digest) {

    private static final int LONGEST = 1_000;
    private static final String PREFIX = "safe4j:";
    private static final int BYTES_IN_NAME = 24;

    static AdvisoryKey of(String namespace, @Nullable String text) {
        String key = Names.checked("the key of an advisory lock", text, LONGEST);
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(namespace.getBytes(StandardCharsets.UTF_8));
            sha.update((byte) 0);
            return new AdvisoryKey(key, sha.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** The 64 bits that PostgreSQL takes. */
    long number() {
        return ByteBuffer.wrap(digest).getLong();
    }

    /** Up to 64 characters, in which the case of letters says nothing: what MySQL takes. */
    String name() {
        return PREFIX + HexFormat.of().formatHex(digest, 0, BYTES_IN_NAME);
    }
}

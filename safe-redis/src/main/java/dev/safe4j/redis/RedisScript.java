package dev.safe4j.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A script of this library: a file beside this class, of one verb, known to the server by the digest of its text. Immutable. Every
 * script answers with a list of texts, and can be sent again without harm; one that takes of a quota may count twice then, and never grants more.
 */
public final class RedisScript {

    private final String name;
    private final String text;
    private final String sha;

    private RedisScript(String name, String text) {
        this.name = name;
        this.text = text;
        this.sha = digest(text);
    }

    /**
     * Reads a script.
     *
     * @param name of the room and the verb, such as {@code lock-acquire}
     * @return the script
     * @throws IllegalArgumentException if there is no such file
     */
    public static RedisScript named(String name) {
        try (InputStream in = RedisScript.class.getResourceAsStream(name + ".lua")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no script '" + name + "' beside " + RedisScript.class);
            }
            return new RedisScript(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("script '" + name + "' could not be read", failure);
        }
    }

    private static String digest(String text) {
        try {
            byte[] bytes = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-1", impossible);
        }
    }

    /**
     * Returns what it is called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * Returns what is sent when the server does not know the digest.
     *
     * @return the text
     */
    public String text() {
        return text;
    }

    /**
     * Returns what is sent first.
     *
     * @return the SHA-1 digest of the text, in hexadecimal digits
     */
    public String sha() {
        return sha;
    }

    /** Returns the name. */
    @Override
    public String toString() {
        return name;
    }
}

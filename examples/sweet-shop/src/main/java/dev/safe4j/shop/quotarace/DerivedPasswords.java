package dev.safe4j.shop.quotarace;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Compares what is derived of a password, as a service does. In this shop it is {@code marzipan} for everybody. */
final class DerivedPasswords implements Logins.Passwords {

    /** Some milliseconds; a service would take more. */
    private static final int ITERATIONS = 10_000;

    private static final int BITS = 256;

    @Override
    public boolean matches(String customer, String password) {
        return MessageDigest.isEqual(derived(customer, "marzipan"), derived(customer, password));
    }

    private static byte[] derived(String customer, String password) {
        PBEKeySpec spec =
                new PBEKeySpec(password.toCharArray(), customer.getBytes(StandardCharsets.UTF_8), ITERATIONS, BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException absent) {
            throw new IllegalStateException("every JDK has PBKDF2WithHmacSHA256", absent);
        }
    }
}

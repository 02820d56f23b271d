package dev.safe4j.shop.outside;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The bank, which checks a signature at its leisure: some milliseconds of real work. */
@Component
public class Bank {

    private static final int ROUNDS = 1_500;
    private static final byte[] SALT = "sweet".getBytes(StandardCharsets.US_ASCII);

    private final Tally calls = new Tally();
    private final Tally callsInTransaction = new Tally();

    public void charge(String card) {
        calls.add(card);
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            callsInTransaction.add(card);
        }
        checkSignature(card);
    }

    private static void checkSignature(String card) {
        try {
            SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(card.toCharArray(), SALT, ROUNDS, 256));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has this", impossible);
        }
    }

    /** How often this card was charged. */
    public long calls(String card) {
        return calls.of(card);
    }

    /** How often the caller had a transaction open meanwhile. */
    public long callsInTransaction(String card) {
        return callsInTransaction.of(card);
    }
}

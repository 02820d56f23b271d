package dev.safe4j.shop.coldstartinit;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.once.Once;
import dev.safe4j.once.OnceResult;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One instance gives them, and the others wait for it. Alone, it may look whether one before it had given them and died. */
public final class SafeWelcomeGifts implements WelcomeGifts {

    private final Once once;
    private final Transactions transactions;
    private final JdbcClient jdbc;
    private final Members members;

    public SafeWelcomeGifts(Once once, Transactions transactions, JdbcClient jdbc, Members members) {
        this.once = once.within(Duration.ofMinutes(1));
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.members = members;
    }

    @Override
    public void give() {
        OnceResult result = once.run("welcome-gifts", () -> giveUnlessGiven());
        if (result instanceof OnceResult.RunningElsewhere) {
            throw new IllegalStateException("the welcome gifts are still being given elsewhere");
        }
    }

    private void giveUnlessGiven() {
        long given = jdbc.sql("select count(*) from gift").query(Long.class).single();
        if (given == 0) {
            List<Long> cards = members.cards();
            transactions.runWithoutResult(attempt -> cards.forEach(card -> insert(card)));
        }
    }

    private void insert(long card) {
        jdbc.sql("insert into gift (id, card) values (?, ?)")
                .params(UUID.randomUUID().toString(), card)
                .update();
    }
}

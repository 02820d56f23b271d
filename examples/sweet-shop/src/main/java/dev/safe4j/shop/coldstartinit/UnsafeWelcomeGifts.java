package dev.safe4j.shop.coldstartinit;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** If there are no gifts, nobody has given them. */
public final class UnsafeWelcomeGifts implements WelcomeGifts {

    private final JdbcClient jdbc;
    private final Members members;

    public UnsafeWelcomeGifts(JdbcClient jdbc, Members members) {
        this.jdbc = jdbc;
        this.members = members;
    }

    @Override
    public void give() {
        long given = jdbc.sql("select count(*) from gift").query(Long.class).single();
        if (given == 0) {
            for (long card : members.cards()) {
                jdbc.sql("insert into gift (id, card) values (?, ?)")
                        .params(UUID.randomUUID().toString(), card)
                        .update();
            }
        }
    }
}

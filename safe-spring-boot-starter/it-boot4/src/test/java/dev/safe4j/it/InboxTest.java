package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.once.Inbox;
import dev.safe4j.once.InboxResult;
import dev.safe4j.servers.Await;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** The inbox that an application is given. */
class InboxTest {

    private static int events(JdbcTemplate jdbc) {
        Integer count = jdbc.queryForObject("select count(*) from safe4j_idempotency", Integer.class);
        return count == null ? -1 : count;
    }

    /** M23, in an application that does nothing else under keys. */
    @Test
    void what_an_inbox_alone_has_recorded_is_purged_too() {
        Applications.onH2()
                .withPropertyValues("safe4j.jdbc.create-tables=true", "safe4j.idempotency.purge.interval=5ms")
                .run(context -> {
                    JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                    InboxResult result = context.getBean(Inbox.class).process("payments", "1", () -> {});
                    assertThat(result).isInstanceOf(InboxResult.Done.class);
                    assertThat(events(jdbc)).isEqualTo(1);
                    jdbc.update(
                            "update safe4j_idempotency set expires_at = timestamp with time zone '2001-01-01 00:00:00+00'");
                    Await.until(Duration.ofSeconds(20), "it is purged", () -> events(jdbc) == 0);
                });
    }
}

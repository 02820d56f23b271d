package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.Await;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.OtherJvm;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.provider.PaymentServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One of two instances is killed while it sends mails: the other one sends them, and counts the stock. */
@Tag("slow")
class JobsOfTwoInstancesTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int ORDERS = 30;
    private static final int BOXES = 25;
    private static final long BOX = 7;
    private static final Pattern PORT = Pattern.compile("serves at http://localhost:(\\d+)/");
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @EachDatabase(ServerKind.POSTGRESQL)
    void no_mail_is_lost_and_no_count_is_made_twice(TestDatabase db) throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        try (PaymentServer provider = TwoInstancesTest.sharedProvider();
                MailServer mails = MailServer.start();
                OtherJvm victim = OtherJvm.start(
                        SMALL, SweetShop.class, arguments(db, provider, mails), Map.of(), line -> said(line, port));
                ConfigurableApplicationContext survivor = new SpringApplicationBuilder(SweetShop.class)
                        .run(arguments(db, provider, mails).toArray(String[]::new))) {
            assertThat(survivor.isActive()).isTrue();
            Http http = new Http(port.get(BOUND.toSeconds(), TimeUnit.SECONDS));
            db.execute("insert into box (id, stock) values (" + BOX + ", " + BOXES + ")");
            for (int i = 0; i < ORDERS; i++) {
                int status = http.post("/boxes/" + BOX + "/mailed-orders?customer=Charlie")
                        .statusCode();
                assertThat(status).isEqualTo(i < BOXES ? 200 : 409);
            }
            Await.until(BOUND, "the victim is sending", () -> !mails.unanswered.isEmpty());
            long countsBefore = counts(db);
            victim.kill();
            Await.until(BOUND, "every mail is sent", () -> jobs(db) == 0);
            assertThat(mails.received.size())
                    .as("some were sent by the victim, and again by the survivor")
                    .isGreaterThan(BOXES);
            assertThat(mails.delivered.values().stream().map(JobsOfTwoInstancesTest::order))
                    .as("one mail for each order that there is, and none for those that were refused")
                    .containsExactlyInAnyOrderElementsOf(orders(db));
            Await.until(BOUND, "the stock is counted by the survivor", () -> counts(db) >= countsBefore + 2);
            assertThat(db.value(Long.class, "select count(*) - count(distinct counted_for) from stock_count"))
                    .as("counts of a night that was counted")
                    .isZero();
        }
    }

    private static List<String> arguments(TestDatabase db, PaymentServer provider, MailServer mails) {
        return List.of(TwoInstancesTest.arguments(
                db,
                "--race.at-start=false",
                "--provider.url=" + provider.address(),
                "--shop.mail-server=" + mails.address(),
                "--shop.stock-count=* * * * * *",
                "--safe4j.job.worker.lease=2s"));
    }

    private static void said(String line, CompletableFuture<Integer> port) {
        Matcher serves = PORT.matcher(line);
        if (serves.find()) {
            port.complete(Integer.valueOf(serves.group(1)));
        }
    }

    private static String order(String mail) {
        return mail.replaceFirst("^Charlie: Your order (\\S+) of box " + BOX + " is on its way\\.$", "$1");
    }

    private static List<String> orders(TestDatabase db) {
        List<String> orders = new ArrayList<>();
        db.rows("select id from box_order where box = ?", BOX)
                .forEach(row -> orders.add(String.valueOf(row.get("id"))));
        assertThat(orders).hasSize(BOXES);
        return orders;
    }

    private static long jobs(TestDatabase db) {
        return number(db, "select count(*) from safe4j_job where type = 'confirmation'");
    }

    private static long counts(TestDatabase db) {
        return number(db, "select count(*) from stock_count");
    }

    private static long number(TestDatabase db, String sql) {
        Long number = db.value(Long.class, sql);
        return number == null ? -1 : number;
    }
}

package dev.safe4j.shop.duplicaterequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.RequestRefusedException;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Requests;
import java.math.BigDecimal;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

class PaymentsTest {

    private static final String CLIENT = "Charlie's client";
    private static final String SHOP = "shop: UnsafePayments.pay";
    private static final int CALLERS = 8;
    private static final BigDecimal THREE = new BigDecimal("3.00");

    private final Recording recording = new Recording(CLIENT, SHOP);

    private static long wallet(TestShop shop) {
        return shop.rows().insert("wallet", "family", 1, "balance", new BigDecimal("10.00"));
    }

    private static BigDecimal balance(TestShop shop, long wallet) {
        return shop.rows().money("select balance from wallet where id = ?", wallet);
    }

    @EachDatabase
    void unsafe_pays_again_when_the_client_asks_again(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            Payments payments = new UnsafePayments(shop.get(Updates.class));
            long wallet = wallet(shop);
            recording.note(CLIENT, "sends request k1: pay 3.00");
            assertThat(payments.pay("k1", wallet, THREE)).isEqualByComparingTo("7.00");
            recording.note(SHOP, "balance 10.00 - 3.00 → 7.00; the answer is lost on the way");
            recording.note(CLIENT, "hears nothing, sends request k1 again");
            assertThat(payments.pay("k1", wallet, THREE)).isEqualByComparingTo("4.00");
            recording.note(SHOP, "balance 7.00 - 3.00 → 4.00");
            assertThat(balance(shop, wallet)).isEqualByComparingTo("4.00");
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("duplicate-request", "left in the wallet: 4.00, should be 7.00; both answers: ok");
        }
    }

    @EachDatabase
    void safe_answers_the_repetition_as_the_first_time(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            Payments payments = new SafePayments(requests.idempotency(), shop.get(Updates.class));
            long wallet = wallet(shop);
            assertThat(payments.pay("k1", wallet, THREE)).isEqualByComparingTo("7.00");
            assertThat(payments.pay("k2", wallet, BigDecimal.ONE)).isEqualByComparingTo("6.00");
            assertThat(payments.pay("k1", wallet, THREE)).isEqualByComparingTo("7.00");
            assertThatThrownBy(() -> payments.pay("k1", wallet, BigDecimal.TEN))
                    .isInstanceOfSatisfying(
                            RequestRefusedException.class,
                            refused -> assertThat(refused.reason())
                                    .isEqualTo(RequestRefusedException.Reason.OTHER_REQUEST));
            assertThat(balance(shop, wallet)).isEqualByComparingTo("6.00");
        }
    }

    @EachDatabase
    void safe_pays_once_for_repetitions_that_come_at_once(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            Payments payments = new SafePayments(requests.idempotency(), shop.get(Updates.class));
            long wallet = wallet(shop);
            Queue<BigDecimal> told = new ConcurrentLinkedQueue<>();
            TestShop.Outcome outcome = shop.race(CALLERS, caller -> told.add(payments.pay("k1", wallet, THREE)));
            assertThat(outcome.assertSettled().succeeded()).isEqualTo(CALLERS);
            assertThat(told)
                    .hasSize(CALLERS)
                    .allSatisfy(left -> assertThat(left).isEqualByComparingTo("7.00"));
            assertThat(balance(shop, wallet)).isEqualByComparingTo("7.00");
        }
    }

    @EachDatabase
    void safe_keeps_no_key_of_a_payment_that_was_refused(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            Payments payments = new SafePayments(requests.idempotency(), shop.get(Updates.class));
            long wallet = wallet(shop);
            BigDecimal twelve = new BigDecimal("12.00");
            assertThatThrownBy(() -> payments.pay("k1", wallet, twelve)).isInstanceOf(Payments.InsufficientFunds.class);
            shop.get(Updates.class)
                    .table("wallet")
                    .key("id", wallet)
                    .add("balance", 5)
                    .apply()
                    .orThrow();
            assertThat(payments.pay("k1", wallet, twelve)).isEqualByComparingTo("3.00");
        }
    }
}

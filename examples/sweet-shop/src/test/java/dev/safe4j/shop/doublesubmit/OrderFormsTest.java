package dev.safe4j.shop.doublesubmit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.RequestRefusedException;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.doublesubmit.OrderForms.OrderForm;
import dev.safe4j.shop.outside.PaymentProvider;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Requests;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.jdbc.core.simple.JdbcClient;

class OrderFormsTest {

    private static final String BROWSER = "Mike's browser";
    private static final String SHOP = "shop: UnsafeOrderForms";
    private static final int PRESSES = 8;
    private static final long BOX = 1;

    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger toLose = new AtomicInteger();
    private final Set<String> charged = ConcurrentHashMap.newKeySet();

    /** Charges once for each key, and loses so many answers. */
    private final PaymentProvider provider = (key, customer, amount) -> {
        String call = "ch_" + calls.incrementAndGet();
        charged.add(key == null ? call : key);
        if (toLose.getAndDecrement() > 0) {
            throw new PaymentProvider.NoAnswer(new IOException("cut"));
        }
        return call;
    };

    private OrderForms safe(TestShop shop, Requests requests) {
        return new SafeOrderForms(requests.idempotency(), shop.get(Updates.class), provider);
    }

    private static long orders(TestShop shop) {
        return shop.number("select count(*) from box_order where customer = 'Mike'");
    }

    @EachDatabase
    void unsafe_takes_an_order_for_every_press(TestDatabase db) {
        Recording recording = new Recording(BROWSER, SHOP);
        try (TestShop shop = TestShop.on(db)) {
            OrderForms forms = new UnsafeOrderForms(shop.get(JdbcClient.class), provider);
            recording.note(BROWSER, "asks for the form");
            OrderForm form = forms.show(BOX);
            recording.note(SHOP, "show → box 1, no key");
            recording.note(BROWSER, "the button is pressed");
            String first = forms.submit(form, "Mike");
            recording.note(SHOP, "submit: charges Mike 9.95; insert into box_order → 1 row");
            recording.note(BROWSER, "the button is pressed again, before the answer is shown");
            assertThat(forms.submit(form, "Mike")).isNotEqualTo(first);
            recording.note(SHOP, "submit: charges Mike 9.95; insert into box_order → 1 row");
            assertThat(orders(shop)).isEqualTo(2);
            assertThat(charged).hasSize(2);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("double-submit", "one form, two orders, and Mike is charged 19.90");
        }
    }

    @EachDatabase
    void safe_takes_one_order_however_often_it_is_pressed(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            OrderForms forms = safe(shop, requests);
            OrderForm form = forms.show(BOX);
            Set<String> told = ConcurrentHashMap.newKeySet();
            TestShop.Outcome outcome = shop.race(PRESSES, press -> told.add(forms.submit(form, "Mike")));
            assertThat(outcome.assertSettled().succeeded()).isEqualTo(PRESSES);
            assertThat(told).hasSize(1);
            assertThat(orders(shop)).isOne();
            assertThat(calls).as("the charge is a step that is recorded").hasValue(1);
        }
    }

    @EachDatabase
    void safe_takes_another_form_for_another_order(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            OrderForms forms = safe(shop, requests);
            forms.submit(forms.show(BOX), "Mike");
            forms.submit(forms.show(BOX), "Mike");
            assertThat(orders(shop)).isEqualTo(2);
        }
    }

    @EachDatabase
    void safe_refuses_a_form_that_was_sent_for_something_else_or_has_no_key(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            OrderForms forms = safe(shop, requests);
            OrderForm form = forms.show(BOX);
            forms.submit(form, "Mike");
            assertThatThrownBy(() -> forms.submit(new OrderForm(form.key(), BOX + 1), "Mike"))
                    .isInstanceOf(RequestRefusedException.class);
            assertThatThrownBy(() -> forms.submit(new OrderForm("", BOX), "Mike"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(orders(shop)).isOne();
        }
    }

    @EachDatabase
    void safe_charges_once_when_the_answer_to_the_charge_is_lost_and_the_button_is_pressed_again(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            OrderForms forms = safe(shop, requests);
            OrderForm form = forms.show(BOX);
            toLose.set(1);
            assertThatThrownBy(() -> forms.submit(form, "Mike")).isInstanceOf(PaymentProvider.NoAnswer.class);
            assertThat(orders(shop)).isZero();
            String order = forms.submit(form, "Mike");
            assertThat(forms.submit(form, "Mike")).isEqualTo(order);
            assertThat(calls).hasValue(2);
            assertThat(charged).as("under one key").hasSize(1);
            assertThat(orders(shop)).isOne();
        }
    }
}

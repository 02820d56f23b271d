package dev.safe4j.shop.repeatedsideeffect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.outside.Mailbox;
import dev.safe4j.shop.pages.Recording;
import dev.safe4j.shop.pages.Requests;
import java.util.ArrayList;
import java.util.List;

class LabelledOrdersTest {

    private static final String SHOP = "UnsafeLabelledOrders.order";
    private static final String AGAIN = "UnsafeLabelledOrders.order, tried again";

    private final Recording recording = new Recording(SHOP, AGAIN);
    private final Mailbox mailbox = new Mailbox();
    private final List<String> printed = new ArrayList<>();

    /** Has no paper the first time. */
    private final LabelledOrders.LabelPrinter printer = new LabelledOrders.LabelPrinter() {
        private boolean hasPaper;

        @Override
        public void print(String label) {
            if (!hasPaper) {
                hasPaper = true;
                throw new IllegalStateException("no paper");
            }
            printed.add(label);
        }
    };

    private void assertOrderedBySecondTry(TestShop shop) {
        assertThat(shop.number("select count(*) from box_order where id = 'k1'"))
                .isOne();
        assertThat(printed).containsExactly("Box 1 for Augustus");
    }

    @EachDatabase
    void unsafe_sends_the_mail_again_when_the_label_is_tried_again(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            LabelledOrders orders = new UnsafeLabelledOrders(shop.get(Updates.class), mailbox, printer);
            assertThatThrownBy(() -> orders.order("k1", 1, "Augustus")).hasMessage("no paper");
            assertThat(mailbox.sentTo("Augustus")).isOne();
            recording.note(SHOP, "insert into box_order → 1 row; sends the mail");
            recording.note(SHOP, "prints the label: no paper");
            orders.order("k1", 1, "Augustus");
            recording.note(AGAIN, "insert into box_order → is there");
            recording.note(AGAIN, "sends the mail");
            recording.note(AGAIN, "prints the label");
            assertOrderedBySecondTry(shop);
            assertThat(mailbox.sentTo("Augustus")).isEqualTo(2);
        }
        if (db.kind() == ServerKind.POSTGRESQL) {
            recording.assertOnPage("repeated-side-effect", "one order, one label, two mails");
        }
    }

    @EachDatabase
    void safe_tries_the_label_alone_again(TestDatabase db) {
        try (TestShop shop = TestShop.on(db);
                Requests requests = Requests.of(shop)) {
            LabelledOrders orders =
                    new SafeLabelledOrders(requests.idempotency(), shop.get(Updates.class), mailbox, printer);
            assertThatThrownBy(() -> orders.order("k1", 1, "Augustus")).hasMessage("no paper");
            orders.order("k1", 1, "Augustus");
            orders.order("k1", 1, "Augustus");
            assertOrderedBySecondTry(shop);
            assertThat(mailbox.sentTo("Augustus")).isOne();
        }
    }
}

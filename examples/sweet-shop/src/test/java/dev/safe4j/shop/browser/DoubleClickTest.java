package dev.safe4j.shop.browser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.shop.outside.ProviderClient;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The button of the order form is double-clicked in a real browser. The shop is that of ShopOverHttpTest. */
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"race.callers=8", "race.rounds=2"})
@Tag("slow")
class DoubleClickTest {

    private static final String ANSWERS = "#answers li";

    @RegisterExtension
    static final BrowserOfClass BROWSER = new BrowserOfClass();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    ProviderClient provider;

    private Chromium browser;

    @BeforeEach
    void open() {
        browser = BROWSER.get();
    }

    private String openForm(String form, String kind) {
        String customer = kind + UUID.randomUUID();
        browser.open("http://127.0.0.1:" + port + "/" + form + "/boxes/1/order-form");
        browser.fill("[name=customer]", customer);
        return customer;
    }

    private long orders(String customer) {
        return jdbc.sql("select count(*) from box_order where customer = ?")
                .param(customer)
                .query(Long.class)
                .single();
    }

    @Test
    void in_the_unsafe_form_it_makes_two_orders_and_two_charges() {
        String customer = openForm("unsafe", "");
        browser.doubleClick("#buy");
        List<String> answers = browser.awaitTexts(ANSWERS, 2);
        assertThat(answers).allMatch(answer -> answer.startsWith("order ")).doesNotHaveDuplicates();
        assertThat(orders(customer)).isEqualTo(2);
        assertThat(provider.account(customer).charges()).isEqualTo(2);
        assertThat(provider.account(customer).charged()).isEqualByComparingTo("19.90");
    }

    @Test
    void in_the_safe_form_it_makes_one_order_and_one_charge() {
        String customer = openForm("safe", "");
        browser.doubleClick("#buy");
        List<String> answers = browser.awaitTexts(ANSWERS, 2);
        assertThat(answers).allMatch(answer -> answer.startsWith("order "));
        assertThat(answers.get(1)).isEqualTo(answers.get(0));
        assertThat(orders(customer)).isOne();
        assertThat(provider.account(customer).charges()).isOne();
        assertThat(provider.account(customer).charged()).isEqualByComparingTo("9.95");
    }

    /** The card is charged, and the shop is not told: one of the presses says so, and another gets the order. */
    @Test
    void in_the_safe_form_a_lost_answer_of_the_provider_charges_nobody_again() {
        String customer = openForm("safe", "lost-");
        browser.doubleClick("#buy");
        assertThat(browser.awaitTexts(ANSWERS, 2)).anyMatch(answer -> answer.startsWith("504"));
        browser.click("#buy");
        assertThat(browser.awaitTexts(ANSWERS, 3).get(2)).startsWith("order ");
        assertThat(orders(customer)).isOne();
        assertThat(provider.account(customer).charges()).isOne();
    }

    /** Another form is another order: the page that is opened again has another key. */
    @Test
    void in_the_safe_form_the_page_opened_again_makes_another_order() {
        String customer = openForm("safe", "");
        browser.click("#buy");
        browser.awaitTexts(ANSWERS, 1);
        browser.open("http://127.0.0.1:" + port + "/safe/boxes/1/order-form");
        browser.fill("[name=customer]", customer);
        browser.click("#buy");
        browser.awaitTexts(ANSWERS, 1);
        assertThat(orders(customer)).isEqualTo(2);
        assertThat(provider.account(customer).charges()).isEqualTo(2);
    }
}

package dev.safe4j.shop.doublesubmit;

import java.math.BigDecimal;

/** A form in the browser, by which a box is ordered and paid: the payment provider charges the customer, and there is an order. */
public interface OrderForms {

    BigDecimal PRICE = new BigDecimal("9.95");

    /** The form as it is shown, with a hidden field for its key. */
    OrderForm show(long box);

    /** Takes what the browser sends when the button is pressed, and answers with the number of the order. */
    String submit(OrderForm form, String customer);

    /** What the browser keeps, and sends back. */
    record OrderForm(String key, long box) {}
}

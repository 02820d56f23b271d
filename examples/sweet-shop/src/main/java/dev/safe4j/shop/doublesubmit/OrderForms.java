package dev.safe4j.shop.doublesubmit;

/** A form in the browser, by which a box is ordered. */
public interface OrderForms {

    /** The form as it is shown, with a hidden field for its key. */
    OrderForm show(long box);

    /** Takes what the browser sends when the button is pressed, and answers with the number of the order. */
    String submit(OrderForm form, String customer);

    /** What the browser keeps, and sends back. */
    record OrderForm(String key, long box) {}
}

package dev.safe4j.shop.doublesubmit;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.doublesubmit.OrderForms.OrderForm;

/** The form as a page. Nothing in it is written by a customer. */
final class OrderPage {

    private OrderPage() {}

    static String of(Form form, OrderForm shown) {
        return """
                <!doctype html>
                <html lang="en">
                  <head>
                    <meta charset="utf-8">
                    <meta name="viewport" content="width=device-width, initial-scale=1">
                    <meta name="color-scheme" content="light dark">
                    <title>Order a box (%1$s)</title>
                    <link rel="icon" href="/icon.svg" type="image/svg+xml">
                    <link rel="stylesheet" href="/shop.css">
                    <script src="/order-form.js" defer></script>
                  </head>
                  <body>
                    <header>
                      <h1>Order a box</h1>
                      <p>The <strong>%1$s</strong> form. Press the button twice.</p>
                    </header>
                    <main>
                      <form id="order" method="post" action="/%1$s/boxes/%2$s/order-form">
                        <input type="hidden" name="key" value="%3$s">
                        <p><label>Customer <input name="customer" value="Mike" maxlength="60" required></label></p>
                        <p><button id="buy" type="submit">Order and pay %4$s</button></p>
                      </form>
                      <ol id="answers" aria-live="polite"></ol>
                    </main>
                    <footer><p><a href="/">The race</a></p></footer>
                  </body>
                </html>
                """.formatted(form.label(), shown.box(), shown.key(), OrderForms.PRICE);
    }
}

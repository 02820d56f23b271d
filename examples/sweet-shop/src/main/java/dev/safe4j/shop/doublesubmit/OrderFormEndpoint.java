package dev.safe4j.shop.doublesubmit;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.NotThere;
import dev.safe4j.shop.Twins;
import dev.safe4j.shop.doublesubmit.OrderForms.OrderForm;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrderFormEndpoint {

    private final Twins<OrderForms> forms;
    private final JdbcClient jdbc;

    OrderFormEndpoint(UnsafeOrderForms unsafe, SafeOrderForms safe, JdbcClient jdbc) {
        this.forms = new Twins<>(unsafe, safe);
        this.jdbc = jdbc;
    }

    /** The page. No cache may keep it, since its key would be everybody's. */
    @GetMapping(path = Form.PATHS + "/boxes/{box}/order-form", produces = MediaType.TEXT_HTML_VALUE)
    ResponseEntity<String> show(@PathVariable Form form, @PathVariable long box) {
        boolean isThere = jdbc.sql("select id from box where id = ?")
                .param(box)
                .query(Long.class)
                .optional()
                .isPresent();
        if (!isThere) {
            throw new NotThere("there is no box " + box);
        }
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(OrderPage.of(form, forms.of(form).show(box)));
    }

    @PostMapping(path = Form.PATHS + "/boxes/{box}/order-form", produces = MediaType.TEXT_PLAIN_VALUE)
    String submit(
            @PathVariable Form form,
            @PathVariable long box,
            @RequestParam(defaultValue = "") String key,
            @RequestParam String customer) {
        String needed = form == Form.SAFE ? BadInput.key(key) : key;
        return forms.of(form).submit(new OrderForm(needed, box), BadInput.name("customer", customer));
    }
}

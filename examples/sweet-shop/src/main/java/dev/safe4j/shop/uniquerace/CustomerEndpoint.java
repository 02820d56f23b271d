package dev.safe4j.shop.uniquerace;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CustomerEndpoint {

    private final Twins<Customers> customers;

    CustomerEndpoint(UnsafeCustomers unsafe, SafeCustomers safe) {
        this.customers = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/customers")
    @ResponseStatus(HttpStatus.CREATED)
    void register(@PathVariable Form form, @RequestParam String name) {
        customers.of(form).register(BadInput.name("name", name));
    }
}

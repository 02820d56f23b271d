package dev.safe4j.shop.duplicatewebhook;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import dev.safe4j.shop.outside.ProviderClient;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PaidBoxEndpoint {

    private final Twins<PaidBoxes> boxes;
    private final ProviderClient provider;

    PaidBoxEndpoint(UnsafePaidBoxes unsafe, SafePaidBoxes safe, ProviderClient provider) {
        this.boxes = new Twins<>(unsafe, safe);
        this.provider = provider;
    }

    /** The customer pays at the provider, which tells of it by a webhook. */
    @PostMapping(Form.PATHS + "/boxes/{box}/payments")
    void pay(@PathVariable Form form, @PathVariable long box, @RequestParam String customer) {
        String path = form.path() + "/webhooks/payments";
        provider.pay(BadInput.name("customer", customer), PaidBoxes.PRICE, path, String.valueOf(box));
    }

    /** Where the provider delivers. */
    @PostMapping(Form.PATHS + "/webhooks/payments")
    ResponseEntity<Void> paid(@PathVariable Form form, @RequestHeader HttpHeaders headers, @RequestBody byte[] body) {
        return boxes.of(form).paid(headers, body);
    }
}

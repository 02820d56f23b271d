package dev.safe4j.shop.upsertrace;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class VisitEndpoint {

    private final Twins<Visits> visits;

    VisitEndpoint(UnsafeVisits unsafe, SafeVisits safe) {
        this.visits = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/visits/{page}")
    void count(@PathVariable Form form, @PathVariable String page) {
        visits.of(form).count(BadInput.name("page", page));
    }
}

package dev.safe4j.shop.checkthenact;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class GoldenTicketEndpoint {

    private final Twins<GoldenTickets> tickets;

    GoldenTicketEndpoint(UnsafeGoldenTickets unsafe, SafeGoldenTickets safe) {
        this.tickets = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/tickets/{ticket}/claim")
    void claim(@PathVariable Form form, @PathVariable long ticket, @RequestParam String customer) {
        tickets.of(form).claim(ticket, BadInput.name("customer", customer));
    }
}

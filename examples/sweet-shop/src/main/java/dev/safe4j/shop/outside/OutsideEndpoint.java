package dev.safe4j.shop.outside;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What the strangers remember of this instance. */
@RestController
class OutsideEndpoint {

    private final Mailbox mailbox;
    private final Bank bank;
    private final ProviderClient provider;

    OutsideEndpoint(Mailbox mailbox, Bank bank, ProviderClient provider) {
        this.mailbox = mailbox;
        this.bank = bank;
        this.provider = provider;
    }

    @GetMapping("/outside/mails/{customer}")
    long mailsTo(@PathVariable String customer) {
        return mailbox.sentTo(customer);
    }

    @GetMapping("/outside/bank/{card}/held")
    long bankCallsInTransaction(@PathVariable String card) {
        return bank.callsInTransaction(card);
    }

    /** Where the payment provider is; what it remembers, it tells itself. */
    @GetMapping("/outside/provider")
    String provider() {
        return provider.address().toString();
    }
}

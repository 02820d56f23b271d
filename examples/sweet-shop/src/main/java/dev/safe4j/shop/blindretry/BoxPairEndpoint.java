package dev.safe4j.shop.blindretry;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class BoxPairEndpoint {

    private final Twins<BoxPairs> pairs;
    private final BegunTransactions transactions;

    BoxPairEndpoint(UnsafeBoxPairs unsafe, SafeBoxPairs safe, BegunTransactions transactions) {
        this.pairs = new Twins<>(unsafe, safe);
        this.transactions = transactions;
    }

    @PostMapping(Form.PATHS + "/box-pairs")
    void sell(@PathVariable Form form, @RequestParam long first, @RequestParam long second) {
        transactions.count("box " + first, () -> pairs.of(form).sell(first, second));
    }

    /** How many transactions this instance has begun for pairs with that box in front. */
    @GetMapping("/outside/transactions/{box}")
    long transactions(@PathVariable long box) {
        return transactions.of("box " + box);
    }
}

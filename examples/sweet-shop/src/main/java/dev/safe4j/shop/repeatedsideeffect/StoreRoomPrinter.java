package dev.safe4j.shop.repeatedsideeffect;

import dev.safe4j.shop.outside.Tally;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.ResponseStatus;

/** The printer of this instance: it has no paper for the first try of every label. */
@Component
class StoreRoomPrinter implements LabelledOrders.LabelPrinter {

    private final Tally tried = new Tally();
    private final Tally printed = new Tally();

    /** Nothing was printed. */
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    static final class OutOfPaper extends RuntimeException {

        private static final long serialVersionUID = 1;

        OutOfPaper() {
            super("the printer has no paper");
        }
    }

    @Override
    public void print(String label) {
        tried.add(label);
        if (tried.of(label) == 1) {
            throw new OutOfPaper();
        }
        printed.add(label);
    }

    long printed(String label) {
        return printed.of(label);
    }
}

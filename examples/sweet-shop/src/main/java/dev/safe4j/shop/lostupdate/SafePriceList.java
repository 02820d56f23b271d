package dev.safe4j.shop.lostupdate;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.jdbc.update.Versioned;
import dev.safe4j.update.RowId;
import dev.safe4j.update.RowMissingException;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Service;

/** A save expects the version that was read; what needs no editor reads again and tries again. */
@Service
public class SafePriceList implements PriceList {

    private static final Versioned.KeyAndVersion KEY = new Versioned.KeyAndVersion("id", "version");

    private static final Versioned.Mapping<Edition> MAPPING = new Versioned.Mapping<>(
            List.of("content"),
            row -> new Edition(row.text("content"), row.number("version")),
            edition -> row("content", edition.content()));

    private final Versioned<Edition> lists;

    public SafePriceList(Updates updates, Transactions transactions) {
        this.lists = new Versioned<>(updates, transactions, "price_list", KEY, MAPPING);
    }

    @Override
    public Edition read(long list) {
        return lists.find(list).orElseThrow(() -> new RowMissingException(new RowId("price_list", Map.of("id", list))));
    }

    @Override
    public Edition save(long list, Edition edited) {
        Object saved = lists.save(list, edited.version(), edited).orThrow().version();
        return new Edition(edited.content(), ((Number) saved).longValue());
    }

    @Override
    public Edition append(long list, String line) {
        return lists.change(
                list,
                attempt -> new Edition(
                        attempt.value().content() + line + "\n", attempt.value().version()));
    }
}

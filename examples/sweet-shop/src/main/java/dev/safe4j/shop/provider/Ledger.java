package dev.safe4j.shop.provider;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The provider's books: charges by key, and accounts by card; the newest alone, so that it stays small. Thread-safe. */
final class Ledger {

    private static final int MOST_KEYS = 50_000;
    private static final int MOST_CARDS = 10_000;

    private final Map<String, Charge> byKey = newest(MOST_KEYS);
    private final Map<String, Book> books = newest(MOST_CARDS);
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private long charges;

    /**
     * A charge.
     *
     * @param number among those of this run, from 1
     * @param id like no other's, of other runs either
     * @param isNew whether it was made now; otherwise it is that of the first call under the key
     */
    record Charge(long number, String id, String card, BigDecimal amount, boolean isNew) {

        boolean isOf(String otherCard, BigDecimal otherAmount) {
            return card.equals(otherCard) && amount.compareTo(otherAmount) == 0;
        }
    }

    /** What is counted for a card. */
    private static final class Book {
        private int calls;
        private int open;
        private int mostAtOnce;
        private int charges;
        private BigDecimal charged = BigDecimal.ZERO;
        private int deliveries;
        private int undelivered;
    }

    private static <V> Map<String, V> newest(int most) {
        return new LinkedHashMap<>() {

            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    private Book book(String card) {
        return books.computeIfAbsent(card, any -> new Book());
    }

    /** Opens a call about a card, and returns its number, from 1. */
    synchronized int begin(String card) {
        Book book = book(card);
        book.open++;
        book.mostAtOnce = Math.max(book.mostAtOnce, book.open);
        return ++book.calls;
    }

    synchronized void end(String card) {
        book(card).open--;
    }

    /**
     * Charges a card; again under the same key, it is the charge of then.
     *
     * @param key null for a call that is like no other
     * @return empty if the key was used for another card or amount
     */
    synchronized Optional<Charge> charge(@Nullable String key, String card, BigDecimal amount) {
        Charge before = key == null ? null : byKey.get(key);
        if (before != null) {
            return before.isOf(card, amount)
                    ? Optional.of(new Charge(before.number(), before.id(), card, amount, false))
                    : Optional.empty();
        }
        charges++;
        Charge made = new Charge(charges, "ch_" + run + "_" + charges, card, amount, true);
        Book book = book(card);
        book.charges++;
        book.charged = book.charged.add(amount);
        if (key != null) {
            byKey.put(key, made);
        }
        return Optional.of(made);
    }

    /** So many deliveries are on their way now. */
    synchronized void sent(String card, int copies) {
        book(card).undelivered += copies;
    }

    /** A delivery was answered, whatever the answer. */
    synchronized void answered(String card) {
        book(card).deliveries++;
    }

    /** A delivery is over: it has arrived, or was given up. */
    synchronized void over(String card) {
        book(card).undelivered--;
    }

    synchronized Account account(String card) {
        Book book = books.getOrDefault(card, new Book());
        return new Account(book.charges, book.charged, book.mostAtOnce, book.deliveries, book.undelivered);
    }
}

package dev.safe4j.shop.searched;

import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.doublespend.SafeWallets;
import dev.safe4j.shop.effectbeforecommit.BoxOrders;
import dev.safe4j.shop.longtransaction.Checkout;
import dev.safe4j.shop.nonrepeatableread.Bookkeeping;
import dev.safe4j.shop.nonrepeatableread.Bookkeeping.Line;
import dev.safe4j.shop.nonrepeatableread.Bookkeeping.Sheet;
import dev.safe4j.shop.outside.Bank;
import dev.safe4j.shop.outside.Mailbox;
import dev.safe4j.shop.oversell.SafeShelf;
import dev.safe4j.shop.phantombooking.Tastings;
import dev.safe4j.shop.writeskew.Shifts;
import dev.safe4j.shop.wrongboundary.StampCards;
import dev.safe4j.test.interleavings.Isolation;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The catalogue's part "isolation". */
final class IsolationScenes {

    private IsolationScenes() {}

    static List<Searched<?>> all() {
        return List.of(
                booking(),
                shift(),
                shiftAtReadCommitted(),
                balanceSheet(),
                checkoutByItsFigures(),
                checkoutByItsHold(),
                stampCard(),
                boxOrder());
    }

    private static Searched<?> booking() {
        return new Searched<>("phantom-booking", Tastings.class)
                .from(
                        "delete from booking",
                        "delete from tasting",
                        "insert into tasting (id, seats) values (3, 4)",
                        "insert into booking (id, tasting, customer) values ('a', 3, 'x'), ('b', 3, 'y'), ('c', 3, 'z')")
                .caller("Ann", tastings -> tastings.book(3, "Ann"))
                .caller("Bob", tastings -> tastings.book(3, "Bob"))
                .rows("seats booked", "select count(*) from booking where tasting = 3", 4L);
    }

    /** The unsafe form asks for REPEATABLE READ, and it is of no use. */
    private static Searched<?> shift() {
        return shift("write-skew").at(Isolation.REPEATABLE_READ);
    }

    /** For the safe form, which asks for no level. */
    private static Searched<?> shiftAtReadCommitted() {
        return shift("write-skew-read-committed").withoutPage();
    }

    private static Searched<Shifts> shift(String scene) {
        return new Searched<>("write-skew", scene, Shifts.class)
                .from(
                        "delete from keeper",
                        "delete from shift",
                        "insert into shift (id) values (5)",
                        "insert into keeper (id, shift, on_call) values (1, 5, true), (2, 5, true)")
                .caller("keeper 1", shifts -> shifts.goHome(5, 1))
                .caller("keeper 2", shifts -> shifts.goHome(5, 2))
                .rows("on call", "select count(*) from keeper where on_call = true", 1L);
    }

    private static Searched<?> balanceSheet() {
        return new Searched<>("non-repeatable-read", Bookkeeping.class)
                .from(
                        "delete from wallet",
                        "insert into wallet (id, family, balance) values (4, 9, 100.00), (5, 9, 100.00)")
                .reader("balance sheet", books -> books.balanceSheet(9))
                .beside("payment", (books, shop) -> shop.get(SafeWallets.class).pay(4, BigDecimal.ONE))
                .exactly(
                        "the sheet's total less its lines",
                        (shop, outcomes) -> difference((Sheet) outcomes.valueOf("balance sheet")),
                        new BigDecimal("0.00"));
    }

    private static BigDecimal difference(Sheet sheet) {
        BigDecimal lines = sheet.lines().stream().map(Line::balance).reduce(BigDecimal.ZERO, BigDecimal::add);
        return sheet.total().subtract(lines).setScale(2);
    }

    private static Searched<Checkout> checkout(String scene) {
        return new Searched<>("long-transaction", scene, Checkout.class)
                .from(AtomicityScenes.sweets(500))
                .caller("buyer", checkout -> checkout.buy(7, "card 1"))
                .beside("restock", (checkout, shop) -> shop.get(SafeShelf.class).restock(7, 1));
    }

    /** What it does to the data is right, in every order: that is why nobody sees it in a test. */
    private static Searched<?> checkoutByItsFigures() {
        return checkout("long-transaction-figures")
                .rows("left", "select stock from sweet where id = 7", 500)
                .isRightInBothForms()
                .withoutPage();
    }

    private static Searched<?> checkoutByItsHold() {
        AtomicLong before = new AtomicLong();
        return checkout("long-transaction")
                .before(shop -> before.set(held(shop)))
                .exactly("bank calls with row and connection held", (shop, outcomes) -> held(shop) - before.get(), 0)
                .withoutTimeline(
                        "The rows are right in every order: the search can judge only whether the bank was asked with them held.");
    }

    private static long held(TestShop shop) {
        return shop.get(Bank.class).callsInTransaction("card 1");
    }

    private static Searched<?> stampCard() {
        return new Searched<>("wrong-boundary", StampCards.class)
                .from(
                        "delete from gift",
                        "delete from stamp_card",
                        "insert into stamp_card (id, stamps) values (6, 10)")
                .caller("request 1", cards -> cards.exchange(6))
                .caller("request 2", cards -> cards.exchange(6))
                .rows("gifts for 10 stamps", "select count(*) from gift", 1L)
                .unsafeCommitsAreWhole();
    }

    /** A mail is no statement: the mails are counted when all is over. */
    private static Searched<?> boxOrder() {
        AtomicLong before = new AtomicLong();
        return new Searched<>("effect-before-commit", BoxOrders.class)
                .from("delete from box_order", "delete from box", "insert into box (id, stock) values (8, 1)")
                .before(shop -> before.set(mails(shop)))
                .caller("Ann", boxes -> boxes.order(8, "Ann"))
                .caller("Bob", boxes -> boxes.order(8, "Bob"))
                .rows("orders", "select count(*) from box_order", 1L)
                .exactly("mails that confirm one", (shop, outcomes) -> mails(shop) - before.get(), 1);
    }

    private static long mails(TestShop shop) {
        Mailbox mailbox = shop.get(Mailbox.class);
        return mailbox.sentTo("Ann") + mailbox.sentTo("Bob");
    }
}

package dev.safe4j.shop.searched;

import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.checkthenact.GoldenTickets;
import dev.safe4j.shop.doublespend.Wallets;
import dev.safe4j.shop.filetoctou.ReceiptFolder;
import dev.safe4j.shop.filetoctou.Receipts;
import dev.safe4j.shop.halfdonetransfer.SafeTransfers;
import dev.safe4j.shop.halfdonetransfer.Transfers;
import dev.safe4j.shop.lostupdate.PriceList;
import dev.safe4j.shop.lostupdate.PriceList.Edition;
import dev.safe4j.shop.oversell.Shelf;
import dev.safe4j.shop.uniquerace.Customers;
import dev.safe4j.shop.upsertrace.Visits;
import dev.safe4j.test.interleavings.Outcomes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The catalogue's part "atomicity". */
final class AtomicityScenes {

    private static final BigDecimal EIGHTY = new BigDecimal("80.00");
    private static final BigDecimal TWENTY = new BigDecimal("20.00");

    private AtomicityScenes() {}

    static List<Searched<?>> all() {
        return List.of(
                ticket(),
                payment(),
                purchase(),
                delivery(),
                edit(),
                line(),
                registration(),
                firstVisit(),
                laterVisit(),
                transferToAFullWallet(),
                transferThatLosesItsConnection(),
                transfersInTransactionsOfTheirOwn(),
                receipt());
    }

    private static Searched<?> ticket() {
        return new Searched<>("check-then-act", GoldenTickets.class)
                .from("delete from golden_ticket", "insert into golden_ticket (id, owner) values (7, null)")
                .caller("Ann", tickets -> tickets.claim(7, "Ann"))
                .caller("Bob", tickets -> tickets.claim(7, "Bob"))
                .told("customers told \"it is yours\"", 1);
    }

    private static Searched<?> payment() {
        return new Searched<>("double-spend", Wallets.class)
                .from("delete from wallet", "insert into wallet (id, family, balance) values (1, 1, 100.00)")
                .caller("payment 1", wallets -> wallets.pay(1, EIGHTY))
                .caller("payment 2", wallets -> wallets.pay(1, EIGHTY))
                .rows("balance", "select balance from wallet where id = 1", TWENTY)
                .told("payments of 80.00", 1);
    }

    static Searched<Shelf> purchase() {
        return new Searched<>("oversell", Shelf.class)
                .from(sweets(1))
                .caller("Ann", shelf -> shelf.buy(7, 1))
                .caller("Bob", shelf -> shelf.buy(7, 1))
                .told("sold", 1);
    }

    private static Searched<?> delivery() {
        return new Searched<>("oversell", "oversell-delivery", Shelf.class)
                .from(sweets(500))
                .caller("buyer", shelf -> shelf.buy(7, 1))
                .caller("delivery", shelf -> shelf.restock(7, 1000))
                .rows("in the books", "select stock from sweet where id = 7", 1499);
    }

    static String[] sweets(int stock) {
        return new String[] {
            "delete from sweet",
            "insert into sweet (id, name, price, stock) values (7, 'Lemon drop', 0.25, " + stock + ")"
        };
    }

    private static Searched<?> edit() {
        return new Searched<>("lost-update", PriceList.class)
                .from(priceList())
                .caller("Ann", lists -> edit(lists, "Toffee 2"))
                .caller("Bob", lists -> edit(lists, "Fudge 3"))
                .exactly("edits in the text that were confirmed", AtomicityScenes::confirmedEdits, "all");
    }

    /** As a browser does: what is saved is what was shown, and the edit of it. */
    private static void edit(PriceList lists, String line) {
        Edition shown = lists.read(1);
        lists.save(1, new Edition(shown.content() + ", " + line, shown.version()));
    }

    private static Searched<?> line() {
        return new Searched<>("lost-update", "lost-update-append", PriceList.class)
                .from(priceList())
                .caller("Ann", lists -> lists.append(1, ", Toffee 2"))
                .caller("Bob", lists -> lists.append(1, ", Fudge 3"))
                .exactly("lines in the text that were confirmed", AtomicityScenes::confirmedEdits, "all")
                .withoutPage();
    }

    private static String[] priceList() {
        return new String[] {
            "delete from price_list", "insert into price_list (id, content, version) values (1, 'Nougat 1', 1)"
        };
    }

    private static String confirmedEdits(TestShop shop, Outcomes outcomes) {
        String content = shop.rows().text("select content from price_list where id = ?", 1);
        long present =
                List.of("Toffee", "Fudge").stream().filter(content::contains).count();
        return present == outcomes.successes() ? "all" : present + " of " + outcomes.successes();
    }

    private static Searched<?> registration() {
        return new Searched<>("unique-race", Customers.class)
                .from("delete from customer")
                .caller("request 1", customers -> customers.register("Charlie"))
                .caller("request 2", customers -> customers.register("Charlie"))
                .told("registered", 1)
                .showsAnError();
    }

    private static Searched<?> firstVisit() {
        return new Searched<>("upsert-race", Visits.class)
                .from("delete from visit")
                .caller("visit 1", visits -> visits.count("home"))
                .caller("visit 2", visits -> visits.count("home"))
                .exactly("confirmed visits that are not counted", AtomicityScenes::lostVisits, 0L)
                .showsAnError();
    }

    private static long lostVisits(TestShop shop, Outcomes outcomes) {
        return outcomes.successes() - shop.rows().number("select visits from visit where page = ?", "home");
    }

    private static Searched<?> laterVisit() {
        return new Searched<>("upsert-race", "upsert-race-later", Visits.class)
                .from("delete from visit", "insert into visit (page, visits) values ('home', 7)")
                .caller("visit 1", visits -> visits.count("home"))
                .caller("visit 2", visits -> visits.count("home"))
                .rows("visits counted", "select visits from visit", 9L);
    }

    private static Searched<Transfers> transfer(String scene, String second) {
        return wallets(scene, second)
                .caller("A to B", transfers -> transfers.transfer(1, 2, TWENTY))
                .caller("B to A", transfers -> transfers.transfer(2, 1, TWENTY));
    }

    private static Searched<Transfers> wallets(String scene, String second) {
        return new Searched<>("half-done-transfer", scene, Transfers.class).from(twoWallets(second));
    }

    static String[] twoWallets(String second) {
        return new String[] {
            "delete from wallet",
            "insert into wallet (id, family, balance) values (1, 1, 100.00)",
            "insert into wallet (id, family, balance) values (2, 1, " + second + ")"
        };
    }

    private static Searched<?> transferToAFullWallet() {
        return transfer("half-done-transfer", "990.00")
                .rows("money in the wallets", "select sum(balance) from wallet", new BigDecimal("1090.00"));
    }

    /** The other thing that can happen between two writes. Told is what is not known: whether the transfer was done. */
    private static Searched<?> transferThatLosesItsConnection() {
        return transfer("half-done-transfer-lost-connection", "100.00")
                .losingConnectionsOf("A to B")
                .refusing(DataAccessResourceFailureException.class)
                .refusing(OutcomeUnknownException.class)
                .rows("money in the wallets", "select sum(balance) from wallet", new BigDecimal("200.00"))
                .withoutPage();
    }

    /** A transaction around the unsafe form: half of the fix. */
    private static Searched<?> transfersInTransactionsOfTheirOwn() {
        return wallets("half-done-transfer-deadlock", "100.00")
                .beside("A to B", (transfers, shop) -> transact(transfers, shop, 1, 2))
                .beside("B to A", (transfers, shop) -> transact(transfers, shop, 2, 1))
                .rows("money in the wallets", "select sum(balance) from wallet", new BigDecimal("200.00"))
                .showsAnError()
                .deadlocks();
    }

    private static void transact(Transfers transfers, TestShop shop, long from, long to) {
        if (transfers instanceof SafeTransfers) {
            transfers.transfer(from, to, TWENTY); // has its transaction
        } else {
            new TransactionTemplate(shop.get(PlatformTransactionManager.class))
                    .executeWithoutResult(status -> transfers.transfer(from, to, TWENTY));
        }
    }

    private static Searched<?> receipt() {
        // The folder is the machine's, so that two builds, or two searches, must not write the same receipt.
        long number = -ThreadLocalRandom.current().nextLong(1, 1L << 60);
        return new Searched<>("file-toctou", Receipts.class)
                .from(sweets(1))
                .before(shop -> throwAway(shop.get(ReceiptFolder.class).fileOf(number)))
                .caller("request 1", receipts -> receipts.write(number, 7))
                .caller("request 2", receipts -> receipts.write(number, 7))
                .told("told \"it is written\"", 1)
                .withoutTimeline(
                        "A file is no statement: the search has nothing to show, and finds it in its first order.");
    }

    private static void throwAway(Path file) {
        try {
            Files.deleteIfExists(file);
            file.toFile().deleteOnExit();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

package dev.safe4j.shop;

import dev.safe4j.shop.blindretry.SafeBoxPairs;
import dev.safe4j.shop.blindretry.UnsafeBoxPairs;
import dev.safe4j.shop.cachestampede.SafeProductPages;
import dev.safe4j.shop.cachestampede.UnsafeProductPages;
import dev.safe4j.shop.checkthenact.SafeGoldenTickets;
import dev.safe4j.shop.checkthenact.UnsafeGoldenTickets;
import dev.safe4j.shop.crashmidoperation.SafeCardPurchases;
import dev.safe4j.shop.crashmidoperation.UnsafeCardPurchases;
import dev.safe4j.shop.doublespend.SafeWallets;
import dev.safe4j.shop.doublespend.UnsafeWallets;
import dev.safe4j.shop.doublesubmit.SafeOrderForms;
import dev.safe4j.shop.doublesubmit.UnsafeOrderForms;
import dev.safe4j.shop.duplicaterequest.SafePayments;
import dev.safe4j.shop.duplicaterequest.UnsafePayments;
import dev.safe4j.shop.duplicatewebhook.SafePaidBoxes;
import dev.safe4j.shop.duplicatewebhook.UnsafePaidBoxes;
import dev.safe4j.shop.effectbeforecommit.SafeBoxOrders;
import dev.safe4j.shop.effectbeforecommit.UnsafeBoxOrders;
import dev.safe4j.shop.filetoctou.SafeReceipts;
import dev.safe4j.shop.filetoctou.UnsafeReceipts;
import dev.safe4j.shop.halfdonetransfer.SafeTransfers;
import dev.safe4j.shop.halfdonetransfer.UnsafeTransfers;
import dev.safe4j.shop.lockheldovercall.SafeCardSales;
import dev.safe4j.shop.lockheldovercall.UnsafeCardSales;
import dev.safe4j.shop.lockorder.SafeOrderedTransfers;
import dev.safe4j.shop.lockorder.UnsafeOrderedTransfers;
import dev.safe4j.shop.longtransaction.SafeCheckout;
import dev.safe4j.shop.longtransaction.UnsafeCheckout;
import dev.safe4j.shop.lookupthenexecute.SafeCardOrders;
import dev.safe4j.shop.lookupthenexecute.UnsafeCardOrders;
import dev.safe4j.shop.lostupdate.SafePriceList;
import dev.safe4j.shop.lostupdate.UnsafePriceList;
import dev.safe4j.shop.nonrepeatableread.SafeBookkeeping;
import dev.safe4j.shop.nonrepeatableread.UnsafeBookkeeping;
import dev.safe4j.shop.oversell.SafeShelf;
import dev.safe4j.shop.oversell.UnsafeShelf;
import dev.safe4j.shop.phantombooking.SafeTastings;
import dev.safe4j.shop.phantombooking.UnsafeTastings;
import dev.safe4j.shop.quotarace.SafeLogins;
import dev.safe4j.shop.quotarace.UnsafeLogins;
import dev.safe4j.shop.repeatedsideeffect.SafeLabelledOrders;
import dev.safe4j.shop.repeatedsideeffect.UnsafeLabelledOrders;
import dev.safe4j.shop.sequencerace.SafeNumberedOrders;
import dev.safe4j.shop.sequencerace.UnsafeNumberedOrders;
import dev.safe4j.shop.uniquerace.SafeCustomers;
import dev.safe4j.shop.uniquerace.UnsafeCustomers;
import dev.safe4j.shop.unlockedfilewrite.SafePriceBoard;
import dev.safe4j.shop.unlockedfilewrite.UnsafePriceBoard;
import dev.safe4j.shop.upsertrace.SafeVisits;
import dev.safe4j.shop.upsertrace.UnsafeVisits;
import dev.safe4j.shop.writeskew.SafeShifts;
import dev.safe4j.shop.writeskew.UnsafeShifts;
import dev.safe4j.shop.wrongboundary.SafeStampCards;
import dev.safe4j.shop.wrongboundary.UnsafeStampCards;
import java.util.List;
import java.util.Optional;

/** The hazards that the shop shows, in the order of the catalogue. */
public final class Hazards {

    public static final List<Hazard> ALL = List.of(
            new Hazard(
                    "check-then-act",
                    "another request acts between the check and the write",
                    UnsafeGoldenTickets.class,
                    SafeGoldenTickets.class),
            new Hazard("double-spend", "the balance is checked, then deducted", UnsafeWallets.class, SafeWallets.class),
            new Hazard(
                    "oversell",
                    "the stock is read, counted in code, and written back",
                    UnsafeShelf.class,
                    SafeShelf.class),
            new Hazard("lost-update", "two editors save over each other", UnsafePriceList.class, SafePriceList.class),
            new Hazard(
                    "unique-race", "\"is the name taken?\", then insert", UnsafeCustomers.class, SafeCustomers.class),
            new Hazard("upsert-race", "select, then insert or update", UnsafeVisits.class, SafeVisits.class),
            new Hazard(
                    "half-done-transfer",
                    "two writes, no transaction, a failure between them",
                    UnsafeTransfers.class,
                    SafeTransfers.class),
            new Hazard("file-toctou", "\"does the file exist?\", then write", UnsafeReceipts.class, SafeReceipts.class),
            new Hazard(
                    "phantom-booking",
                    "the rows are counted, then one more is inserted",
                    UnsafeTastings.class,
                    SafeTastings.class),
            new Hazard("write-skew", "each checks what the other changes", UnsafeShifts.class, SafeShifts.class),
            new Hazard(
                    "non-repeatable-read",
                    "what is read twice changes in between",
                    UnsafeBookkeeping.class,
                    SafeBookkeeping.class),
            new Hazard(
                    "long-transaction",
                    "a transaction stays open over slow work",
                    UnsafeCheckout.class,
                    SafeCheckout.class),
            new Hazard(
                    "wrong-boundary",
                    "@Transactional is bypassed by a call on this",
                    UnsafeStampCards.class,
                    SafeStampCards.class),
            new Hazard(
                    "effect-before-commit",
                    "the mail goes out before the commit that fails",
                    UnsafeBoxOrders.class,
                    SafeBoxOrders.class),
            new Hazard(
                    "lock-order",
                    "A then B here, B then A there",
                    UnsafeOrderedTransfers.class,
                    SafeOrderedTransfers.class),
            new Hazard(
                    "lock-held-over-call",
                    "a lock is held while somebody else's server is asked",
                    UnsafeCardSales.class,
                    SafeCardSales.class),
            new Hazard(
                    "duplicate-request",
                    "the client asks again, and is charged again",
                    UnsafePayments.class,
                    SafePayments.class),
            new Hazard(
                    "lookup-then-execute",
                    "\"have I seen this key?\", then work, then store",
                    UnsafeCardOrders.class,
                    SafeCardOrders.class),
            new Hazard(
                    "crash-mid-operation",
                    "begun, and nobody is at it any more",
                    UnsafeCardPurchases.class,
                    SafeCardPurchases.class),
            new Hazard("duplicate-webhook", "the event is delivered again", UnsafePaidBoxes.class, SafePaidBoxes.class),
            new Hazard("double-submit", "the button is pressed twice", UnsafeOrderForms.class, SafeOrderForms.class),
            new Hazard(
                    "repeated-side-effect",
                    "what fails is tried again as a whole",
                    UnsafeLabelledOrders.class,
                    SafeLabelledOrders.class),
            new Hazard("blind-retry", "what will fail again is tried again", UnsafeBoxPairs.class, SafeBoxPairs.class),
            new Hazard(
                    "cache-stampede",
                    "all load what one would have loaded",
                    UnsafeProductPages.class,
                    SafeProductPages.class),
            new Hazard("unlocked-file-write", "two writers on one file", UnsafePriceBoard.class, SafePriceBoard.class),
            new Hazard("quota-race", "\"calls so far < limit?\", then the call", UnsafeLogins.class, SafeLogins.class),
            new Hazard(
                    "sequence-race",
                    "the next number is the highest one plus one",
                    UnsafeNumberedOrders.class,
                    SafeNumberedOrders.class));

    private Hazards() {}

    public static Optional<Hazard> find(String slug) {
        return ALL.stream().filter(hazard -> hazard.slug().equals(slug)).findFirst();
    }
}

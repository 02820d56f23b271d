package dev.safe4j.shop.filetoctou;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.TestShop.Outcome;
import java.math.BigDecimal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

class ReceiptsTest {

    private static final int CALLERS = 16;

    @TempDir
    Path folder;

    @EachDatabase(ServerKind.POSTGRESQL)
    void safe_writes_a_receipt_once(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            ReceiptFolder receipts = new ReceiptFolder(folder.resolve("receipts"));
            Outcome outcome = write(shop, new SafeReceipts(receipts, shop.get(JdbcClient.class)), 1)
                    .assertSettled();
            assertThat(outcome.succeeded()).isEqualTo(1);
            assertThat(receipts.fileOf(1)).hasContent("Receipt 1 for a Nougat");
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_writes_it_again(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            ReceiptFolder receipts = new ReceiptFolder(folder.resolve("receipts"));
            Receipts unsafe = new UnsafeReceipts(receipts, shop.get(JdbcClient.class));
            TestShop.assertBreaks("two were told that the receipt is theirs", () -> {
                long number = shop.rows().newId();
                return write(shop, unsafe, number).succeeded() > 1;
            });
        }
    }

    private static Outcome write(TestShop shop, Receipts receipts, long number) {
        long sweet = shop.rows().insert("sweet", "name", "Nougat", "price", BigDecimal.ONE, "stock", 1);
        return shop.race(CALLERS, caller -> receipts.write(number, sweet));
    }
}

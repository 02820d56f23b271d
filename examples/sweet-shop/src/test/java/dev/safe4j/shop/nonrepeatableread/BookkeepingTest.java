package dev.safe4j.shop.nonrepeatableread;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.TestShop;
import dev.safe4j.shop.doublespend.SafeWallets;
import dev.safe4j.shop.nonrepeatableread.Bookkeeping.Line;
import dev.safe4j.shop.nonrepeatableread.Bookkeeping.Sheet;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

class BookkeepingTest {

    private static final int CALLERS = 12;
    private static final int TIMES = 8;

    @EachDatabase
    void safe_sheets_add_up_while_money_moves(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            List<Sheet> sheets = read(shop, SafeBookkeeping.class);
            assertThat(sheets).hasSize(CALLERS / 2 * TIMES).allMatch(BookkeepingTest::addsUp);
            assertThat(sheets.stream().map(Sheet::total).distinct())
                    .as("money did move meanwhile")
                    .hasSizeGreaterThan(1);
        }
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void unsafe_sheets_mix_two_moments(TestDatabase db) {
        try (TestShop shop = TestShop.on(db)) {
            TestShop.assertBreaks(
                    "a sheet does not add up",
                    () -> !read(shop, UnsafeBookkeeping.class).stream().allMatch(BookkeepingTest::addsUp));
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception broken) {
            throw new AssertionError("the callers did not meet", broken);
        }
    }

    private static List<Sheet> read(TestShop shop, Class<? extends Bookkeeping> form) {
        long family = shop.rows().newId();
        List<Long> wallets = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            wallets.add(shop.rows().insert("wallet", "family", family, "balance", new BigDecimal("100.00")));
        }
        Queue<Sheet> sheets = new ConcurrentLinkedQueue<>();
        // Half-way all meet: what is read after that differs from what was read before, whoever was faster.
        CyclicBarrier halfWay = new CyclicBarrier(CALLERS);
        shop.race(CALLERS, caller -> {
                    for (int i = 0; i < TIMES; i++) {
                        if (i == TIMES / 2) {
                            meet(halfWay);
                        }
                        if (caller % 2 == 0) {
                            sheets.add(shop.get(form).balanceSheet(family));
                        } else {
                            shop.get(SafeWallets.class).pay(wallets.get(caller), BigDecimal.ONE);
                        }
                    }
                })
                .assertSettled();
        return List.copyOf(sheets);
    }

    private static boolean addsUp(Sheet sheet) {
        return sheet.lines().stream()
                        .map(Line::balance)
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .compareTo(sheet.total())
                == 0;
    }
}

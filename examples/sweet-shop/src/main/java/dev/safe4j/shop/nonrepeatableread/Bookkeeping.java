package dev.safe4j.shop.nonrepeatableread;

import java.math.BigDecimal;
import java.util.List;

/** The balance sheet of a family's wallets. */
public interface Bookkeeping {

    Sheet balanceSheet(long family);

    /** The total as it stands at the top, and the lines below it. */
    record Sheet(BigDecimal total, List<Line> lines) {}

    /** One wallet. */
    record Line(long id, BigDecimal balance) {}
}

package dev.safe4j.shop.doubleclaim;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is ready was read some time ago. */
public final class UnsafeParcelLabels implements ParcelLabels {

    private final JdbcClient jdbc;
    private final Printer printer;

    public UnsafeParcelLabels(JdbcClient jdbc, Printer printer) {
        this.jdbc = jdbc;
        this.printer = printer;
    }

    @Override
    public int printAll() {
        List<String> ready = jdbc.sql("select id from parcel where state = 'READY' order by id")
                .query((row, number) -> row.getString(1))
                .list();
        for (String parcel : ready) {
            jdbc.sql("update parcel set state = 'RUNNING' where id = ?")
                    .param(parcel)
                    .update();
            printer.print(parcel);
            jdbc.sql("update parcel set state = 'DONE' where id = ?")
                    .param(parcel)
                    .update();
        }
        return ready.size();
    }
}

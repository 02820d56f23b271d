package dev.safe4j.shop.deadworker;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One statement claims the parcel, so no two have it. Nobody else ever will, either. */
public final class UnsafeHandOvers implements HandOvers {

    private final JdbcClient jdbc;
    private final Courier courier;

    public UnsafeHandOvers(JdbcClient jdbc, Courier courier) {
        this.jdbc = jdbc;
        this.courier = courier;
    }

    @Override
    public boolean handOverNext() {
        Optional<String> parcel = jdbc.sql("select min(id) from parcel where state = 'READY'")
                .query(String.class)
                .optional();
        if (parcel.isEmpty() || !claims(parcel.get())) {
            return false;
        }
        courier.take(parcel.get());
        jdbc.sql("update parcel set state = 'DONE' where id = ?")
                .param(parcel.get())
                .update();
        return true;
    }

    private boolean claims(String parcel) {
        return jdbc.sql("update parcel set state = 'RUNNING' where id = ? and state = 'READY'")
                        .param(parcel)
                        .update()
                == 1;
    }
}

package dev.safe4j.faults;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Effects as rows, without a unique key. */
final class EffectTable implements Effects {

    /** The statements that create it. */
    static final String[] TABLE = {
        "create table effect (block int not null, request int not null, attempt bigint not null, run varchar(30) not null)",
        "create index effect_block on effect (block)"
    };

    private final HikariDataSource pool;
    private final JdbcTemplate jdbc;

    EffectTable(HikariDataSource pool) {
        this.pool = pool;
        this.jdbc = new JdbcTemplate(pool);
    }

    @Override
    public void add(Effect effect) {
        jdbc.update(
                "insert into effect (block, request, attempt, run) values (?, ?, ?, ?)",
                effect.block(),
                effect.key(),
                effect.attempt(),
                effect.run());
    }

    @Override
    public void close() {
        pool.close();
    }
}

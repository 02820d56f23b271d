package dev.safe4j.shop.lostupdate;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps a version and never asks for it: the last save wins, and the edits before it are gone. */
@Service
public class UnsafePriceList implements PriceList {

    private final JdbcClient jdbc;

    public UnsafePriceList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public Edition read(long list) {
        return jdbc.sql("select content, version from price_list where id = ?")
                .param(list)
                .query(Edition.class)
                .single();
    }

    @Override
    @Transactional
    public Edition save(long list, Edition edited) {
        jdbc.sql("update price_list set content = ?, version = version + 1 where id = ?")
                .params(edited.content(), list)
                .update();
        return read(list);
    }

    @Override
    @Transactional
    public Edition append(long list, String line) {
        Edition read = read(list);
        return save(list, new Edition(read.content() + line + "\n", read.version()));
    }
}

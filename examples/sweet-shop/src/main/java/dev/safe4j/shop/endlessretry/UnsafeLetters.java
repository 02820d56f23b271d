package dev.safe4j.shop.endlessretry;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What has failed is tried again, until it works. */
public final class UnsafeLetters implements Letters {

    private static final Logger LOG = LoggerFactory.getLogger(UnsafeLetters.class);

    private final JdbcClient jdbc;
    private final Post post;

    public UnsafeLetters(JdbcClient jdbc, Post post) {
        this.jdbc = jdbc;
        this.post = post;
    }

    @Override
    public boolean sendNext() {
        Optional<String> letter = jdbc.sql("select min(address) from letter where state = 'READY'")
                .query(String.class)
                .optional();
        letter.ifPresent(address -> {
            try {
                post.send(address);
                jdbc.sql("update letter set state = 'DONE' where address = ?")
                        .param(address)
                        .update();
            } catch (RuntimeException failure) {
                LOG.warn("{} is sent again", address, failure);
            }
        });
        return letter.isPresent();
    }
}

package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.builder.SpringApplicationBuilder;

@Tag("slow")
class BoundaryTest {

    /** The shop switches the starter's check off; left on, it finds the one unsafe form that can be found at start. */
    @EachDatabase(ServerKind.H2)
    void the_starter_would_not_let_unsafe_stamp_cards_start(TestDatabase db) {
        SpringApplicationBuilder shop = new SpringApplicationBuilder(SweetShop.class);
        assertThatThrownBy(() -> shop.run(
                        "--server.port=0",
                        "--safe4j.transaction.boundary-check=fail",
                        "--spring.datasource.url=" + db.url(),
                        "--spring.datasource.username=" + db.username()))
                .rootCause()
                .hasMessageContaining("UnsafeStampCards.exchange() calls UnsafeStampCards.exchangeLocked() on this");
    }
}

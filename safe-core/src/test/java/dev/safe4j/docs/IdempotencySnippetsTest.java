package dev.safe4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.idempotency.Claim;
import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.idempotency.MemoryIdempotencyStore;
import dev.safe4j.idempotency.OneAtATimeStore;
import dev.safe4j.idempotency.OwnedClaim;
import dev.safe4j.idempotency.RequestId;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.once.Inbox;
import dev.safe4j.once.InboxResult;
import dev.safe4j.once.LeaseInbox;
import dev.safe4j.once.Once;
import dev.safe4j.once.OnceResult;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code blocks of docs/guide/idempotency.md, compiled and run. DocumentationTest holds the two together. */
class IdempotencySnippetsTest {

    private final MemoryIdempotencyStore store = new MemoryIdempotencyStore();
    private final OneAtATimeStore database = new OneAtATimeStore(store);
    private final Idempotency idempotency =
            Idempotency.builder(store).transactional(database).build();
    private final AtomicLong orders = new AtomicLong();
    private final List<String> outside = new ArrayList<>();

    @AfterEach
    void close() {
        idempotency.close();
    }

    private Long placeOrder(ClaimedAttempt attempt) {
        outside.add("order by attempt " + attempt.number());
        return orders.incrementAndGet();
    }

    private String charge(String key) {
        outside.add("charge " + key);
        return "receipt 1";
    }

    private void sendMail(String receipt) {
        outside.add("mail with " + receipt);
    }

    private void fulfil() {
        outside.add("fulfilled");
    }

    @Test
    void an_operation() {
        String tenant = "ann";
        String key = "8e03978e-40d5-43dd-bc93-6894a57f9324";
        String form = "sweet=7&amount=2";
        for (int sent = 0; sent < 2; sent++) {
            Long order = idempotency
                    .operation("checkout", Long.class)
                    .scope(tenant)
                    .key(key)
                    .request(form)
                    .run(attempt -> placeOrder(attempt));
            assertThat(order).isEqualTo(1);
        }
        assertThat(outside).containsExactly("order by attempt 1");
    }

    private String answer(String key) {
        IdempotentOperation<Long> checkout =
                idempotency.operation("checkout", Long.class).key(key);
        Execution<Long> execution = checkout.within(Duration.ofSeconds(2)).tryRun(attempt -> placeOrder(attempt));
        if (execution instanceof Execution.Ran<Long> ran) {
            return "order " + ran.value();
        } else if (execution instanceof Execution.Replayed<Long> replayed) {
            return "order " + replayed.value() + ", as you were told before";
        } else if (execution instanceof Execution.InProgress<Long> running) {
            return "come back in " + running.remaining().toSeconds() + " s";
        } else if (execution instanceof Execution.OtherRequest) {
            return "that key was for something else";
        }
        return "we do not know yet: somebody looks into it";
    }

    @Test
    void an_answer_for_each_case() {
        assertThat(answer("k")).isEqualTo("order 1");
        assertThat(answer("k")).isEqualTo("order 1, as you were told before");
    }

    @Test
    void steps() {
        IdempotentOperation<String> checkout =
                idempotency.operation("checkout", String.class).key("k");
        assertThatThrownBy(() -> checkout.run(attempt -> {
                    attempt.step("charge", String.class, () -> charge(attempt.idempotencyKey("charge")));
                    throw new IllegalStateException("the process dies here");
                }))
                .hasMessage("the process dies here");
        checkout.run(attempt -> {
            String receipt = attempt.step("charge", String.class, () -> charge(attempt.idempotencyKey("charge")));
            attempt.step("mail", () -> sendMail(receipt));
            return receipt;
        });
        assertThat(outside).hasSize(2).last().isEqualTo("mail with receipt 1");
    }

    @Test
    void failures() {
        IdempotentOperation<Long> checkout = idempotency
                .operation("checkout", Long.class)
                .key("k")
                .keeping(IllegalArgumentException.class, IllegalArgumentException::new)
                .releasing(ConnectException.class);
        assertThatThrownBy(() -> checkout.run(attempt -> {
                    throw new ConnectException("nobody was reached");
                }))
                .isInstanceOf(ConnectException.class);
        for (int sent = 0; sent < 2; sent++) {
            assertThatThrownBy(() -> checkout.run(attempt -> {
                        throw new IllegalArgumentException("sold out in attempt " + attempt.number());
                    }))
                    .hasMessage("sold out in attempt 1");
        }
    }

    @Test
    void resolving() {
        IdempotentOperation<Long> payout =
                idempotency.operation("payout", Long.class).key("k").neverTakenOver();
        assertThatThrownBy(() -> payout.run(attempt -> {
                    throw new IllegalStateException("no answer of the bank");
                }))
                .isInstanceOf(IllegalStateException.class);
        RequestId id = new RequestId("", "payout", "k");
        byte[] found = "4711".getBytes(StandardCharsets.UTF_8);
        if (idempotency.look(id) instanceof Claim.Indeterminate lapsed) {
            idempotency.resolve(id, lapsed.attempt(), StoredAnswer.result("java.lang.Long", found));
        }
        assertThat(payout.run(attempt -> 0L)).isEqualTo(4711);
    }

    @Test
    void same_transaction() {
        Long order = idempotency
                .operation("checkout", Long.class)
                .key("k")
                .sameTransaction()
                .run(attempt -> placeOrder(attempt));
        assertThat(order).isEqualTo(1);
    }

    @Test
    void a_claim_of_ones_own() {
        IdempotentOperation<Long> checkout =
                idempotency.operation("checkout", Long.class).key("k");
        byte[] body = {1, 2, 3};
        if (checkout.claim() instanceof OwnedClaim claim) {
            try (claim) {
                placeOrder(claim);
                claim.complete(StoredAnswer.result("http", body));
            }
        }
        assertThat(checkout.claim()).isInstanceOf(Claim.Replay.class);
    }

    @Test
    void once() {
        Once once = Once.on(idempotency);
        OnceResult result = once.run("seed-prices-3", () -> fulfil());
        assertThat(result).isEqualTo(new OnceResult.Ran(1));
        assertThat(once.run("seed-prices-3", () -> fulfil())).isInstanceOf(OnceResult.HadRun.class);
    }

    @Test
    void inbox() {
        String event = "evt-1";
        Inbox inbox = Inbox.on(database);
        InboxResult result = inbox.process("payments", event, () -> fulfil());
        assertThat(result).isEqualTo(new InboxResult.Done());
        LeaseInbox leased = Inbox.underLease(idempotency);
        assertThat(leased.process("parcels", event, attempt -> fulfil())).isEqualTo(new InboxResult.Done());
        assertThat(outside).hasSize(2);
    }
}

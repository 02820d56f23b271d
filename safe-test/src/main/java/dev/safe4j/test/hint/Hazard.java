package dev.safe4j.test.hint;

import org.jspecify.annotations.Nullable;

/** The races that are told apart, each with the page of the catalogue that is about it. */
public enum Hazard {
    /** A value was read, computed with, and written back over somebody else's. */
    LOST_UPDATE(
            "lost update",
            "lost-update",
            "one conditional or relative update (… set n = n + ?), a version in the WHERE, or select … for update"),
    /** Checked, then subtracted: more than once. */
    DOUBLE_SPEND(
            "double spend",
            "double-spend",
            "the check in the WHERE of the update (… and balance >= ?) and a look at its row count, or select … for update"),
    /** What was read was no longer so when it was acted upon. */
    CHECK_THEN_ACT(
            "check, then act",
            "check-then-act",
            "the check in the WHERE of the write and a look at its row count, or select … for update (skip locked for jobs)"),
    /** Each changed a row that the other had read. */
    WRITE_SKEW("write skew", "write-skew", "write a common guard row first, or SERIALIZABLE with a retry of the whole"),
    /** Rows were counted or looked for, and one more inserted. */
    PHANTOM(
            "phantom",
            "phantom-booking",
            "a unique key over what may be there once, a guard row written first, or SERIALIZABLE with a retry of the whole"),
    /** "Is it there?", then insert. */
    CHECK_THEN_INSERT(
            "check, then insert",
            "unique-race",
            "a unique key, an insert that tells a duplicate from its row (on conflict do nothing), and no look before it"),
    /** An error was caught in the middle of a transaction that it had ended. */
    DEAD_TRANSACTION(
            "a duplicate caught inside its transaction",
            "unique-race",
            "an insert that raises no error (on conflict do nothing), or a savepoint around it"),
    /** Each held what the other waited for. */
    DEADLOCK(
            "deadlock",
            "lock-order",
            "take the rows in one order, all locks at the first read; run the victim's whole transaction again"),
    /** The database ended a transaction rather than let it see or overwrite what it must not. */
    SERIALIZATION_FAILURE(
            "serialization failure", null, "nothing was written: run the whole transaction again, from its first read"),
    /** Who no longer held it gave it free. */
    FORMER_OWNER(
            "release by a former owner",
            "foreign-unlock",
            "release only what is still one's own: … where owner = ?, by a token"),
    /** Two transactions fit one order, a third one that only reads does not. */
    READ_ONLY_ANOMALY(
            "read-only anomaly",
            "write-skew",
            "SERIALIZABLE with a retry for all of them, the one that only reads too"),
    /** The same was read twice, and was not the same. */
    NON_REPEATABLE_READ(
            "non-repeatable read",
            "non-repeatable-read",
            "read once, or REPEATABLE READ, or select … for share at the first read"),
    /** All connections are held by those who wait for one more. */
    POOL_STARVATION(
            "pool starvation",
            "long-transaction",
            "one connection a caller: no REQUIRES_NEW and no second data source call inside a transaction"),
    /** An actor waits on its second connection for what its first one holds. */
    SELF_DEADLOCK(
            "self-deadlock",
            "reentry",
            "do it in the same transaction, or after its commit: no REQUIRES_NEW over the same rows"),
    /** Nobody can know whether a commit whose reply was lost has happened. */
    LOST_REPLY(
            "lost reply",
            "crash-mid-operation",
            "a key of the operation stored in its own transaction, so that a second attempt finds the first"),
    /** The connection was lost between two commits that belong together. */
    HALF_DONE("half done", "half-done-transfer", "both writes in one transaction");

    private final String title;
    private final @Nullable String slug;
    private final String help;

    Hazard(String title, @Nullable String slug, String help) {
        this.title = title;
        this.slug = slug;
        this.help = help;
    }

    /** {@return its name in prose} */
    public String title() {
        return title;
    }

    /** {@return its name in the catalogue; null if it is not in it} */
    public @Nullable String slug() {
        return slug;
    }

    /** {@return where to read on, as a path in the repository of this library} */
    public String page() {
        return slug == null ? "docs/guide/transactions.md" : "docs/patterns/" + slug + ".md";
    }

    /** {@return what helps, on one line} */
    public String help() {
        return help;
    }
}

package dev.safe4j.jdbc.idempotency;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Table;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The statements of the steps, for one pair of tables. What differs between the databases is in {@link ClaimSql} and {@link ServerClock}.
 * Immutable.
 */
final class RequestSql {

    /** How many columns STATE has. */
    static final int STATE_COLUMNS = 11;

    private static final String STATE = "r.token, r.attempt, r.series, r.fingerprint, MICROS(r.lease_until) as leased,"
            + " MICROS(r.lease_until) - CLOCK as remaining, MICROS(r.completed_at) as completed,"
            + " MICROS(r.expires_at) - CLOCK as kept, r.kind, r.type, r.answer";
    private static final String KEY = "r.scope = :scope and r.operation = :operation and r.request_key = :key";
    private static final String BARE_KEY = KEY.replace("r.", "");
    /** What every write of an owner asks for. */
    private static final String MINE = "KEY and r.token = :token and r.expires_at is null";

    private static final Pattern TABLES = Pattern.compile("\\b(REQUESTS|STEPS)\\b");
    private static final String ANSWERED =
            "completed_at = NOW, expires_at = KEPT, kind = :kind, type = :type, answer = :answer";

    final Dialect dialect;
    final boolean claimReturnsState;
    final NamedSql claim;
    final NamedSql claimFirst;
    final NamedSql state;
    final NamedSql complete;
    final NamedSql wasCompleted;
    final NamedSql release;
    final NamedSql abandon;
    final NamedSql renew;
    final NamedSql isRenewed;
    final NamedSql record;
    final NamedSql isMine;
    final NamedSql steps;
    final NamedSql forgetSteps;
    final NamedSql forgetOldSteps;
    final NamedSql resolve;
    final NamedSql forgetLapsed;
    final NamedSql expired;
    final NamedSql forget;

    private final ServerClock clock;
    private final String requests;
    private final String stepTable;

    RequestSql(Table requests, Table steps, Dialect dialect) {
        this.dialect = dialect;
        this.clock = ServerClock.of(dialect);
        this.requests = requests.sqlName();
        this.stepTable = steps.sqlName();
        ClaimSql claims = ClaimSql.of(dialect);
        this.claimReturnsState = claims.returnsState();
        this.claim = unaliased(claims.claim());
        this.claimFirst = unaliased(ClaimSql.bounded(claims.claim()));
        this.state = sql("select STATE from REQUESTS r where KEY");
        this.complete = written("update REQUESTS set " + ANSWERED + " where MINE");
        this.wasCompleted = sql("select 1 from REQUESTS r where KEY and r.token = :token and r.expires_at is not null");
        this.release = written("delete from REQUESTS where MINE");
        this.abandon = written(
                "update REQUESTS set lease_until = case when lease_until < NOW then lease_until else NOW end where MINE");
        this.renew = written("update REQUESTS set lease_until = LEASED where MINE and lease_until > NOW");
        this.isRenewed = sql("select 1 from REQUESTS r where MINE and r.lease_until > NOW");
        this.record = sql(claims.record());
        this.isMine = sql("select 1 from REQUESTS r where MINE");
        this.steps = sql("select s.step, s.kind, s.type, s.answer from STEPS s join REQUESTS r on r.scope = s.scope"
                + " and r.operation = s.operation and r.request_key = s.request_key and r.series = s.series where KEY");
        this.forgetSteps = written("delete from STEPS where KEY");
        this.forgetOldSteps = written("delete from STEPS where KEY and series < :series");
        String lapsed = " where KEY and attempt = :attempt and expires_at is null and lease_until <= NOW";
        this.resolve = written("update REQUESTS set token = '', " + ANSWERED + lapsed);
        this.forgetLapsed = written("delete from REQUESTS" + lapsed);
        // H2 locks all that it reads before it sorts; unsorted it goes by the index, and reads no more than it returns.
        String oldest = dialect == Dialect.H2 ? "" : " order by r.expires_at";
        this.expired = sql("select r.scope, r.operation, r.request_key from REQUESTS r where r.expires_at <= STILL"
                + oldest + " limit :limit for update skip locked");
        this.forget = written("delete from REQUESTS where KEY");
    }

    /** Only PostgreSQL and H2 know the alias in the statement that claims. */
    private NamedSql unaliased(String claim) {
        return dialect.isMySqlFamily() ? sql(claim.replace("STATE", STATE.replace("r.", ""))) : sql(claim);
    }

    /** An UPDATE or DELETE, which not every database lets have an alias. */
    private NamedSql written(String text) {
        return sql(text.replace("MINE", MINE).replace("KEY", BARE_KEY).replace("r.", ""));
    }

    NamedSql sql(String text) {
        String readable = clock.in(text.replace("MINE", MINE)
                .replace("KEY", KEY)
                .replace("STATE", STATE)
                .replace("LEASED", "PLUS(:lease)")
                .replace("KEPT", "PLUS(:keep)"));
        return NamedSql.of(TABLES.matcher(readable)
                .replaceAll(table -> Matcher.quoteReplacement(table.group().equals("STEPS") ? stepTable : requests)));
    }
}

package dev.safe4j.jdbc.idempotency;

import dev.safe4j.jdbc.Dialect;

/**
 * How a request is claimed on each database. In the texts REQUESTS and STEPS are the tables, NOW, LEASED and STATE what {@link
 * RequestSql} says they are, and KEY is the condition on the key.
 *
 * <p>What is free is said in the same words on each: what was answered and has expired, or else what was not answered, has no lease any
 * more, and may be taken over by the same request.
 *
 * @param claim takes the request if it is free, and else leaves it as it is
 * @param returnsState whether that answers with the row as it is then, or nothing if somebody else came in between
 * @param record inserts a step unless it is there
 */
record ClaimSql(String claim, boolean returnsState, String record) {

    private static final String COLUMNS =
            "(scope, operation, request_key, series, fingerprint, token, attempt, lease_until)";

    private static final String STEP = """
            select r.scope, r.operation, r.request_key, r.series, :step, :kind, :type, :answer from REQUESTS r where MINE""";

    /** A replay neither writes nor locks: the insert is not tried where the row is seen and not free. */
    private static final String POSTGRESQL = """
            with seen as (
              select STATE from REQUESTS r where KEY and not FREE
            ), made as (
              insert into REQUESTS as r COLUMNS
              select :scope, :operation, :key, 1, cast(:fingerprint as varchar), :token, 1, LEASED
              where not exists (select from seen)
              on conflict (scope, operation, request_key) do update set
                series = r.series + case when r.expires_at is null then 0 else 1 end,
                attempt = case when r.expires_at is null then r.attempt + 1 else 1 end,
                fingerprint = case when r.expires_at is null then r.fingerprint else excluded.fingerprint end,
                token = excluded.token, lease_until = excluded.lease_until,
                completed_at = null, expires_at = null, kind = null, type = null, answer = null
              where FREE
              returning STATE
            )
            select * from made union all select * from seen""".replace("COLUMNS", COLUMNS).replace("FREE", """
                    coalesce(r.expires_at <= NOW, r.lease_until <= NOW and :takes and r.token <> :token
                    and (r.fingerprint is null or cast(:fingerprint as varchar) is null or r.fingerprint = :fingerprint))""");

    /** Assignments are made from left to right: no condition looks at what one before it has changed, or may. */
    private static final String MYSQL = """
            insert into REQUESTS COLUMNS values (:scope, :operation, :key, 1, :fingerprint, :token, 1, LEASED)
            on duplicate key update
              series = if(EXPIRED, series + 1, series),
              attempt = case when EXPIRED then 1 when LAPSED and token <> values(token) then attempt + 1 else attempt end,
              fingerprint = if(EXPIRED, values(fingerprint), fingerprint),
              kind = if(EXPIRED, null, kind), type = if(EXPIRED, null, type), answer = if(EXPIRED, null, answer),
              token = if(EXPIRED or LAPSED, values(token), token),
              lease_until = if(EXPIRED or LAPSED, values(lease_until), lease_until),
              completed_at = if(EXPIRED, null, completed_at),
              expires_at = if(EXPIRED, null, expires_at)""".replace("COLUMNS", COLUMNS)
            .replace("EXPIRED", "expires_at <= NOW")
            .replace("LAPSED", """
                    (expires_at is null and lease_until <= NOW and :takes
                    and (fingerprint is null or values(fingerprint) is null or fingerprint = values(fingerprint)))""");

    private static final String H2 = """
            merge into REQUESTS r using (values (cast(:scope as varchar(100)), cast(:operation as varchar(150)),
                cast(:key as varchar(255)), cast(:fingerprint as varchar(100)), cast(:token as varchar(36)),
                cast(:takes as boolean))) w(scope, operation, request_key, fingerprint, token, takes)
              on r.scope = w.scope and r.operation = w.operation and r.request_key = w.request_key
            when matched and r.expires_at <= NOW then update set series = r.series + 1, attempt = 1,
              fingerprint = w.fingerprint, token = w.token, lease_until = LEASED,
              completed_at = null, expires_at = null, kind = null, type = null, answer = null
            when matched and r.expires_at is null and r.lease_until <= NOW and w.takes and r.token <> w.token
                and (r.fingerprint is null or w.fingerprint is null or r.fingerprint = w.fingerprint)
              then update set attempt = r.attempt + 1, token = w.token, lease_until = LEASED
            when not matched then insert COLUMNS
              values (w.scope, w.operation, w.request_key, 1, w.fingerprint, w.token, 1, LEASED)""".replace("COLUMNS", COLUMNS);

    private static final String INSERT_STEP =
            "insert into STEPS (scope, operation, request_key, series, step, kind, type, answer)\n" + STEP;

    /** PostgreSQL's claim, which sets the limit of its wait for locks, and puts it back when it has them. */
    static String bounded(String claim) {
        return claim.replace("with seen as", """
                with bound as (
                  select current_setting('lock_timeout') as before, set_config('lock_timeout', :wait, true) as present
                ), seen as""")
                .replace(
                        "where not exists (select from seen)",
                        "from bound where present is not null and not exists (select from seen)")
                .replace("select * from made union all select * from seen", """
                        select s.*, set_config('lock_timeout', bound.before, true)
                        from bound left join (select * from made union all select * from seen) s on true""");
    }

    static ClaimSql of(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> new ClaimSql(POSTGRESQL, true, INSERT_STEP + " for share on conflict do nothing");
            case MARIADB ->
                new ClaimSql(
                        MYSQL + " returning STATE",
                        true,
                        INSERT_STEP + " lock in share mode on duplicate key update step = values(step)");
            case MYSQL ->
                new ClaimSql(
                        MYSQL, false, INSERT_STEP + " lock in share mode on duplicate key update step = values(step)");
            case H2 -> new ClaimSql(H2, false, INSERT_STEP + """
                     and not exists (select 1 from STEPS s where s.scope = r.scope and s.operation = r.operation
                    and s.request_key = r.request_key and s.series = r.series and s.step = :step)""");
        };
    }
}

package dev.safe4j.test.hint;

import dev.safe4j.test.hint.Statement.Change;
import dev.safe4j.test.hint.Statement.Kind;
import dev.safe4j.test.schedule.Event;
import dev.safe4j.test.schedule.Played;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks for circles in who came before whom: who missed another one's write came before it, who saw it came after it. The direct
 * serialization graph of Adya (1999), with an actor as a node: what an actor read in one transaction it acts upon in the next.
 */
final class Patterns {

    private static final Pattern OWNER = Pattern.compile("owner|holder|lock|lease|token|claim|fenc");

    private final Played played;
    private final List<Access> reads;
    private final List<Access> writes;

    Patterns(Played played) {
        this.played = played;
        History history = History.of(played);
        this.reads = history.reads();
        this.writes = history.writes();
    }

    Optional<Hint> find() {
        return Stream.<Supplier<@Nullable Hint>>of(
                        this::overwritten, this::formerOwner, this::skew, this::readOnly, this::readTwice)
                .map(Supplier::get)
                .filter(java.util.Objects::nonNull)
                .map(java.util.Objects::requireNonNull)
                .findFirst();
    }

    boolean hasKept(int actor, int before) {
        return writes.stream().anyMatch(write -> write.actor() == actor && write.kept() < before);
    }

    /** Whether the actor had looked into the table before its insert failed. */
    static boolean lookedBefore(Played played, Event insert) {
        List<Statement> failed = Statement.of(insert.step().text());
        if (failed.size() != 1 || failed.get(0).kind() != Kind.INSERT) {
            return false;
        }
        return played.events().stream()
                .filter(event -> event.actor() == insert.actor() && event.started() < insert.started())
                .filter(event -> "0 rows".equals(event.result())
                        || event.values().stream().anyMatch(value -> value.matches(".*=(0|false|f|null)")))
                .flatMap(event -> Statement.of(event.step().text()).stream())
                .anyMatch(sql -> sql.reads().contains(failed.get(0).table()) && !sql.isDisjointFrom(failed.get(0)));
    }

    /** Read; then somebody else wrote the same row; then wrote it. */
    private @Nullable Hint overwritten() {
        for (Access read : reads) {
            for (Access mine : writes) {
                boolean acts = mine.isBy(read)
                        && mine.event().started() > read.event().started()
                        && mine.sql().kind() == Kind.UPDATE
                        && read.sql().reads().contains(mine.sql().table())
                        && read.isAboutTheRowOf(mine);
                for (Access other : acts ? writes : List.<Access>of()) {
                    if (read.missed(other) && other.kept() < mine.event().ended() && other.isAboutTheRowOf(mine)) {
                        Hint hint = overwritten(read, other, mine);
                        if (hint != null) {
                            return hint;
                        }
                    }
                }
            }
        }
        return null;
    }

    private @Nullable Hint overwritten(Access read, Access other, Access mine) {
        String table = mine.sql().table();
        String between =
                name(mine) + " read a row of " + table + ", " + name(other) + " changed it, then " + name(mine);
        for (Map.Entry<String, Change> change : mine.sql().changes().entrySet()) {
            String column = change.getKey();
            if (!other.sql().changes().containsKey(column) || !read.sql().readsWhatIsWrittenBy(other.sql())) {
                continue;
            }
            boolean fetched = read.fetched(column);
            if (change.getValue().relative()) {
                boolean spent = change.getValue().minus() && fetched;
                return spent
                        ? new Hint(Hazard.DOUBLE_SPEND, between + " subtracted from what it had not seen")
                        : new Hint(Hazard.CHECK_THEN_ACT, between + " changed it on the ground of what it had read");
            }
            return fetched
                    ? new Hint(Hazard.LOST_UPDATE, between + " wrote over it")
                    : new Hint(Hazard.CHECK_THEN_ACT, between + " changed it on the ground of what it had read");
        }
        return null;
    }

    /** Took away what somebody else had got, without asking whose it is. */
    private @Nullable Hint formerOwner() {
        for (Access release : writes) {
            boolean asksForOwner = release.sql().where().keySet().stream()
                    .anyMatch(column -> OWNER.matcher(column).find());
            if (release.sql().kind() != Kind.DELETE || asksForOwner) {
                continue;
            }
            for (Access taken : writes) {
                boolean another = !taken.isBy(release)
                        && taken.kept() < release.event().ended()
                        && taken.sql().kind() != Kind.DELETE
                        && taken.sql().table().equals(release.sql().table());
                if (another && isSameRow(taken, release) && isTaking(taken, release)) {
                    String what = name(taken) + " had taken it over, " + name(release) + " gave it free";
                    return new Hint(Hazard.FORMER_OWNER, what + " without asking whose it is");
                }
            }
        }
        return null;
    }

    private static boolean isSameRow(Access taken, Access release) {
        return taken.isAboutTheRowOf(release)
                || (taken.sql().kind() == Kind.INSERT
                        && release.sql().where().entrySet().stream().anyMatch(each -> {
                            Change value = taken.sql().changes().get(each.getKey());
                            return value != null && each.getValue().equals(value.literal());
                        }));
    }

    /** A column says whose it is; in Redis, both have set the key. */
    private boolean isTaking(Access taken, Access release) {
        boolean byColumn = taken.sql().changes().keySet().stream()
                .anyMatch(column -> OWNER.matcher(column).find());
        boolean byKey = taken.event().step().kind() == dev.safe4j.test.schedule.Step.Kind.REDIS
                && writes.stream()
                        .anyMatch(write -> write.isBy(release)
                                && write.sql().kind() == Kind.UPDATE
                                && write.kept() < taken.kept()
                                && write.sql().table().equals(release.sql().table()));
        return byColumn || byKey;
    }

    /** Each read what the other changed, and did not see the change. */
    private @Nullable Hint skew() {
        for (Access mine : reads) {
            for (Access theirWrite : writes) {
                for (Access theirs : mine.missed(theirWrite) ? reads : List.<Access>of()) {
                    for (Access myWrite : theirs.isBy(theirWrite) ? writes : List.<Access>of()) {
                        boolean circle = myWrite.isBy(mine)
                                && theirs.missed(myWrite)
                                && acts(mine, myWrite)
                                && acts(theirs, theirWrite);
                        Hint hint = circle ? skew(mine, myWrite, theirs, theirWrite) : null;
                        if (hint != null) {
                            return hint;
                        }
                    }
                }
            }
        }
        return null;
    }

    private static boolean acts(Access read, Access write) {
        return read.isBy(write) && read.event().started() <= write.event().started();
    }

    private @Nullable Hint skew(Access mine, Access myWrite, Access theirs, Access theirWrite) {
        String both = name(mine) + " and " + name(theirs);
        boolean inserts =
                myWrite.sql().kind() == Kind.INSERT && theirWrite.sql().kind() == Kind.INSERT;
        if (inserts) {
            String table = theirWrite.sql().table();
            boolean inOne = mine.event() == myWrite.event() && theirs.event() == theirWrite.event();
            return inOne && myWrite.sql().table().equals(table)
                    ? new Hint(Hazard.CHECK_THEN_INSERT, both + " each found no row in " + table + " and inserted one")
                    : new Hint(Hazard.PHANTOM, both + " each read " + table + " before the other's insert");
        }
        boolean updates =
                myWrite.sql().kind() != Kind.INSERT && theirWrite.sql().kind() != Kind.INSERT;
        boolean apart = !myWrite.sql().table().equals(theirWrite.sql().table())
                || myWrite.sql().isDisjointFrom(theirWrite.sql());
        return updates && apart
                ? new Hint(Hazard.WRITE_SKEW, both + " each read what the other then changed, in another row")
                : null;
    }

    /** One that only read saw the later write, and missed the earlier one. */
    private @Nullable Hint readOnly() {
        for (Access report : reads) {
            if (writes.stream().anyMatch(write -> write.isBy(report))) {
                continue;
            }
            for (Access seen : writes) {
                for (Access pivot : report.saw(seen) ? reads : List.<Access>of()) {
                    boolean between = pivot.missed(seen)
                            && writes.stream().anyMatch(write -> write.isBy(pivot) && report.missed(write));
                    if (between) {
                        return new Hint(
                                Hazard.READ_ONLY_ANOMALY,
                                name(report) + " saw " + name(seen) + " and not " + name(pivot) + ", and " + name(pivot)
                                        + " had not seen " + name(seen));
                    }
                }
            }
        }
        return null;
    }

    /** The same question twice, with another answer. */
    private @Nullable Hint readTwice() {
        for (Access first : reads) {
            for (Access second : reads) {
                boolean again = second.isBy(first)
                        && second.event().started() > first.event().started()
                        && second.event()
                                .step()
                                .text()
                                .equals(first.event().step().text())
                        && !second.event().values().equals(first.event().values());
                for (Access write : again ? writes : List.<Access>of()) {
                    if (first.missed(write) && second.saw(write)) {
                        return new Hint(
                                Hazard.NON_REPEATABLE_READ,
                                name(first) + " read the same twice, and " + name(write) + " changed it in between");
                    }
                }
            }
        }
        return null;
    }

    private String name(Access access) {
        return played.names().get(access.actor());
    }
}

package dev.safe4j.architecture;

import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchConditions.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.safe4j.lease.LeaseKeeper;
import dev.safe4j.spring.idempotency.PurgeSchedule;
import dev.safe4j.spring.transaction.BudgetWatcher;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What no class of the library does. */
final class Habits {

    private static final Set<String> CLOCKS = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalTime",
            "java.time.LocalDateTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime",
            "java.time.Year",
            "java.time.YearMonth");

    private static final Set<String> THREAD_MAKERS = Set.of(
            "java.lang.Thread",
            "java.util.Timer",
            "java.util.concurrent.ThreadPoolExecutor",
            "java.util.concurrent.ScheduledThreadPoolExecutor",
            "java.util.concurrent.ForkJoinPool");

    /** The only classes that make threads: one line a class, with its reason in the class. */
    private static final Set<String> MAY_MAKE_THREADS = Set.of(
            BudgetWatcher.class.getName(),
            LeaseKeeper.class.getName(),
            PurgeSchedule.class.getName(),
            "dev.safe4j.background.WorkerThreads", // loads, fan-outs and background tasks run on them
            "dev.safe4j.job.JobThreads", // run what workers claim
            "dev.safe4j.jdbc.lock.NotificationReader", // reads the socket on which PostgreSQL notifies
            "dev.safe4j.test.race.Round", // the callers of a race
            "dev.safe4j.test.schedule.Participants"); // the actors of a search

    /** The only classes with mutable state for the whole process. */
    private static final Set<String> MAY_KEEP_STATICALLY = Set.of(
            "dev.safe4j.file.ProcessLocks"); // POSIX: a process loses all its locks of a file when it closes it once

    static final ArchRule STATIC_FIELDS_ARE_FINAL =
            fields().that().areStatic().should().beFinal();

    static final ArchRule STATIC_FIELDS_HOLD_NOTHING_MUTABLE = classes()
            .that(DescribedPredicate.<JavaClass>describe(
                    "are not on the list", each -> !MAY_KEEP_STATICALLY.contains(each.getName())))
            .should(doNot("keep mutable state in a static field", Habits::isMutableState, Habits::inStaticInitializer));

    static final ArchRule NOBODY_READS_THE_WALL_CLOCK =
            classes().should(doNot("read the wall clock", Habits::isWallClock, Habits::anywhere));

    static final ArchRule NOBODY_SLEEPS = classes().should(doNot("sleep", Habits::isSleep, Habits::anywhere));

    static final ArchRule NOBODY_MAKES_THREADS = classes()
            .that(DescribedPredicate.<JavaClass>describe(
                    "are not on the list", each -> !MAY_MAKE_THREADS.contains(each.getName())))
            .should(doNot("make threads", Habits::makesThreads, Habits::anywhere));

    static final ArchRule NOBODY_PASSES_TAGS_TO_A_REGISTRY = classes()
            .should(doNot(
                    "call what Micrometer 1.15, which Spring Boot 3.5 has, lacks",
                    Habits::takesTags,
                    Habits::anywhere));

    static final String AUTO_CONFIGURATION = "org.springframework.boot.autoconfigure.AutoConfiguration";

    static final ArchRule AUTO_CONFIGURATIONS_ARE_PUBLIC_AND_FINAL = classes()
            .that()
            .areAnnotatedWith(AUTO_CONFIGURATION)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL)
            .andShould()
            .haveSimpleNameStartingWith("Safe")
            .andShould()
            .haveSimpleNameEndingWith("AutoConfiguration");

    static final ArchRule AUTO_CONFIGURATIONS_HAVE_NO_PUBLIC_MEMBERS = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(AUTO_CONFIGURATION)
            .should()
            .notBePublic();

    static final ArchRule NO_CLASS_CONDITION_ON_A_BEAN_METHOD = methods()
            .should(not(beAnnotatedWith("org.springframework.boot.autoconfigure.condition.ConditionalOnClass"))
                    .as("have no @ConditionalOnClass: it comes too late there"));

    private Habits() {}

    private static boolean isMutableState(AccessTarget target) {
        String owner = target.getOwner().getName();
        boolean isMade = target.getName().equals("<init>")
                && (owner.startsWith("java.util.") || owner.equals("java.lang.ThreadLocal"));
        return isMade
                || target.getName().equals("newKeySet")
                || target.getName().equals("newSetFromMap")
                || owner.equals("java.util.EnumSet");
    }

    private static boolean isWallClock(AccessTarget target) {
        String owner = target.getOwner().getName();
        String name = target.getName();
        return owner.equals("java.lang.System") && name.equals("currentTimeMillis")
                || CLOCKS.contains(owner) && name.equals("now")
                || owner.equals("java.time.Clock") && (name.startsWith("system") || name.startsWith("tick"))
                || owner.equals("java.util.Date") && target.getFullName().endsWith("<init>()")
                || owner.equals("java.util.Calendar") && name.equals("getInstance");
    }

    private static boolean isSleep(AccessTarget target) {
        return target.getName().equals("sleep")
                && Set.of("java.lang.Thread", "java.util.concurrent.TimeUnit")
                        .contains(target.getOwner().getName());
    }

    /** Newer versions have a method for {@code Tags} besides that for any {@code Iterable<Tag>}, and javac prefers it. */
    private static boolean takesTags(AccessTarget target) {
        return target.getOwner().getName().equals("io.micrometer.core.instrument.MeterRegistry")
                && target.getFullName().contains("io.micrometer.core.instrument.Tags");
    }

    private static boolean makesThreads(AccessTarget target) {
        String owner = target.getOwner().getName();
        return owner.equals("java.util.concurrent.Executors")
                || THREAD_MAKERS.contains(owner) && target.getName().equals("<init>")
                || owner.equals("java.lang.Thread")
                        && Set.of("startVirtualThread", "ofVirtual", "ofPlatform")
                                .contains(target.getName())
                || owner.equals("java.util.concurrent.ForkJoinPool")
                        && target.getName().equals("commonPool")
                || owner.equals("java.util.concurrent.CompletableFuture")
                        && target.getName().endsWith("Async");
    }

    private static boolean anywhere(JavaAccess<?> access) {
        return true;
    }

    private static boolean inStaticInitializer(JavaAccess<?> access) {
        return access.getOrigin().getName().equals("<clinit>");
    }

    private static ArchCondition<JavaClass> doNot(
            String what, Predicate<AccessTarget> isIt, Predicate<JavaAccess<?>> counts) {
        return new ArchCondition<>("not " + what) {
            @Override
            public void check(JavaClass each, ConditionEvents events) {
                Stream.of(
                                each.getMethodCallsFromSelf(),
                                each.getMethodReferencesFromSelf(),
                                each.getConstructorCallsFromSelf(),
                                each.getConstructorReferencesFromSelf())
                        .flatMap(Set::stream)
                        .filter(access -> counts.test(access) && isIt.test(access.getTarget()))
                        .forEach(access -> events.add(SimpleConditionEvent.violated(each, access.getDescription())));
            }
        };
    }
}

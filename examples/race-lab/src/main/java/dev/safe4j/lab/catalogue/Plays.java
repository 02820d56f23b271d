package dev.safe4j.lab.catalogue;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.RedisTest;
import dev.safe4j.shop.Form;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tests of a hazard that hold callers at their steps, those of each form. */
public final class Plays {

    private final Class<?> tests;

    private Plays(Class<?> tests) {
        this.tests = tests;
    }

    /** Those of a hazard, whose test is called after its operation. */
    static Plays of(String slug, Source unsafe) {
        String operation = unsafe.name().replaceFirst("^Unsafe", "");
        String name = "dev.safe4j.shop." + slug.replace("-", "") + "." + operation + "Test";
        try {
            return new Plays(Class.forName(name, false, Plays.class.getClassLoader()));
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException("the shop has no test " + name + " for hazard " + slug, missing);
        }
    }

    public Class<?> tests() {
        return tests;
    }

    /** The tests of a form that can be run there. */
    public List<Method> of(Form form, Where where) {
        return methods(form).filter(method -> isFor(method, where)).toList();
    }

    /** In the order of their names, which is the same in every run. */
    private Stream<Method> methods(Form form) {
        return Arrays.stream(tests.getDeclaredMethods())
                .filter(method -> method.getName().startsWith(form.label() + "_"))
                .filter(method ->
                        databases(method).isPresent() || isOnRedis(method) || method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName));
    }

    private static boolean isFor(Method method, Where where) {
        return databases(method)
                .map(each -> where.kind()
                        .filter(kind -> List.of(each.value()).contains(kind))
                        .isPresent())
                .orElse(true);
    }

    private static Optional<EachDatabase> databases(Method method) {
        return Optional.ofNullable(method.getAnnotation(EachDatabase.class));
    }

    private static boolean isOnRedis(Method method) {
        return method.isAnnotationPresent(RedisTest.class);
    }

    /** Where both forms can be shown: on databases, if one of the tests needs one. */
    List<Where> servers() {
        List<Method> all = Stream.of(Form.values()).flatMap(this::methods).toList();
        if (all.stream().anyMatch(method -> databases(method).isPresent())) {
            return Way.DATABASES.stream().filter(this::showsBothOn).toList();
        }
        return List.of(all.stream().anyMatch(Plays::isOnRedis) ? Where.REDIS : Where.NONE);
    }

    private boolean showsBothOn(Where where) {
        return Stream.of(Form.values()).noneMatch(form -> of(form, where).isEmpty());
    }

    /** What a test says, as a sentence. */
    public static String sentence(Method test) {
        String words = test.getName().replaceFirst("^[a-z]+_", "").replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}

package dev.safe4j.spring.job;

import dev.safe4j.job.JobWorkerBuilder;
import dev.safe4j.spring.JobHandler;
import dev.safe4j.spring.JobPolicy;
import dev.safe4j.spring.JobSchedule;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** Finds the methods of beans that are run for jobs, and checks them. For one thread. */
public final class JobMethods {

    private static final Logger LOG = LoggerFactory.getLogger(JobMethods.class);
    private static final List<Class<? extends Annotation>> ANNOTATIONS =
            List.of(JobHandler.class, JobSchedule.class, JobPolicy.class);

    private final ConfigurableListableBeanFactory beans;
    private final JobPolicies policies;
    private final boolean areTransactionsThere;
    private final Map<String, String> methods = new LinkedHashMap<>();
    private final List<Consumer<JobWorkerBuilder>> additions = new ArrayList<>();

    /**
     * Makes the search.
     *
     * @param beans where it looks
     * @param policies how jobs are run
     * @param areTransactionsThere whether jobs can be transactional
     */
    public JobMethods(ConfigurableListableBeanFactory beans, JobPolicies policies, boolean areTransactionsThere) {
        this.beans = beans;
        this.policies = policies;
        this.areTransactionsThere = areTransactionsThere;
    }

    /**
     * Looks at all beans; makes none that is made when it is needed.
     *
     * @throws IllegalArgumentException if a method breaks a rule; names both
     */
    void find() {
        for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
            Class<?> type = ScopedProxyUtils.isScopedTarget(name) ? null : typeOf(name);
            if (type != null && AnnotationUtils.isCandidateClass(type, ANNOTATIONS)) {
                MethodIntrospector.selectMethods(type, JobMethods::marks)
                        .forEach((method, marks) -> add(name, method, type, marks));
            }
        }
        policies.requireTypes(types());
    }

    private @Nullable Class<?> typeOf(String name) {
        String target = ScopedProxyUtils.getTargetBeanName(name);
        try {
            return AutoProxyUtils.determineTargetClass(beans, beans.containsBeanDefinition(target) ? target : name);
        } catch (BeansException unknown) {
            LOG.debug("The class of bean {} is not known, so it handles no jobs.", name, unknown);
            return null;
        }
    }

    /** What stands on a method. */
    private record Marks(
            @Nullable JobHandler handler,
            @Nullable JobSchedule schedule,
            @Nullable JobPolicy policy) {

        String name() {
            return handler != null ? "@JobHandler" : schedule != null ? "@JobSchedule" : "@JobPolicy";
        }
    }

    private static @Nullable Marks marks(Method method) {
        Marks marks =
                new Marks(on(method, JobHandler.class), on(method, JobSchedule.class), on(method, JobPolicy.class));
        return marks.equals(new Marks(null, null, null)) ? null : marks;
    }

    private static <A extends Annotation> @Nullable A on(Method method, Class<A> annotation) {
        return AnnotatedElementUtils.findMergedAnnotation(method, annotation);
    }

    private void add(String bean, Method method, Class<?> type, Marks marks) {
        checked(marks.name() + " of " + type.getName() + "." + method.getName() + "()", () -> {
            Class<?> exposed = beans.getType(bean);
            JobMethod job = new JobMethod(method, type, exposed == null ? type : exposed, () -> beans.getBean(bean));
            if ((marks.handler() == null) == (marks.schedule() == null)) {
                throw new IllegalArgumentException("it carries @JobHandler or @JobSchedule, one of the two.");
            }
            if (marks.handler() != null) {
                handle(job, policies.resolved(marks.handler().value()), marks);
            } else if (marks.schedule() != null) {
                schedule(job, marks.schedule(), marks);
            }
        });
    }

    private void handle(JobMethod method, String type, Marks marks) {
        Class<?> payload = method.payload();
        dev.safe4j.job.JobPolicy policy = policy(method, type, marks);
        additions.add(builder ->
                checked(marks.name() + " of " + method, () -> builder.handle(type, payload, policy, method::call)));
    }

    private void schedule(JobMethod method, JobSchedule annotation, Marks marks) {
        method.requireNoPayload();
        String name = policies.resolved(annotation.name());
        ScheduleTimes times = ScheduleTimes.of(annotation, policies);
        dev.safe4j.job.JobPolicy policy = policy(method, name, marks);
        if (times == null) {
            LOG.info("Schedule '{}' is switched off.", name);
            return;
        }
        dev.safe4j.job.JobSchedule schedule = new dev.safe4j.job.JobSchedule(
                name,
                times.definition(),
                times.next(),
                annotation.missed(),
                policy,
                (run, same) -> method.call(null, run));
        additions.add(builder -> checked(marks.name() + " of " + method, () -> builder.schedule(schedule)));
    }

    private dev.safe4j.job.JobPolicy policy(JobMethod method, String type, Marks marks) {
        String other = methods.putIfAbsent(type, method.toString());
        if (other != null) {
            throw new IllegalArgumentException("'" + type + "' is that of " + other + " already: which one is it?");
        }
        if (marks.policy() != null && marks.policy().transactional() && !areTransactionsThere) {
            throw new IllegalArgumentException("it is to be transactional, and there is no bean of"
                    + " dev.safe4j.job.JobTransactions: it needs jobs in the application's database.");
        }
        return policies.of(type, marks.policy());
    }

    private static void checked(String what, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException | IllegalStateException invalid) {
            throw new IllegalArgumentException(what + ": " + invalid.getMessage(), invalid);
        }
    }

    /** The names of all that were found. */
    Set<String> types() {
        return methods.keySet();
    }

    /** One of the methods, for messages. */
    String any() {
        return methods.values().iterator().next();
    }

    boolean areAny() {
        return !additions.isEmpty();
    }

    /** @throws IllegalArgumentException if a payload cannot be read; names the method */
    void addTo(JobWorkerBuilder builder) {
        additions.forEach(each -> each.accept(builder));
    }
}

package dev.safe4j.spring.proxy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.TemplateParserContext;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** The key of an annotation, as a function of a call. Immutable and thread-safe. */
public final class KeyExpression {

    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final String text;
    private final Method method;
    private final @Nullable Expression expression;

    /**
     * Reads an expression.
     *
     * @param text of the annotation: SpEL over the parameters if it holds {@code '} or {@code #}, a template if it holds
     *     <code>#{</code>, else the key itself
     * @param method that carries the annotation
     * @throws IllegalArgumentException if it is no expression, or asks for a parameter that the method does not have
     */
    public KeyExpression(String text, Method method) {
        this.text = text;
        this.method = method;
        this.expression = parse(text);
        if (expression != null) {
            requireParameters(expression);
        }
    }

    private static @Nullable Expression parse(String text) {
        try {
            if (text.contains("#{")) {
                return new SpelExpressionParser().parseExpression(text, new TemplateParserContext());
            }
            boolean isExpression = text.indexOf('#') >= 0 || text.indexOf('\'') >= 0;
            return isExpression ? new SpelExpressionParser().parseExpression(text) : null;
        } catch (ParseException wrong) {
            throw new IllegalArgumentException(
                    "the key \"" + text + "\" is no expression: " + wrong.getMessage(), wrong);
        }
    }

    private void requireParameters(Expression parsed) {
        Set<String> known = new HashSet<>(List.of("root", "this"));
        @Nullable String @Nullable [] names = NAMES.getParameterNames(method);
        known.addAll(names == null ? List.of() : Arrays.asList(names));
        for (int i = 0; i < method.getParameterCount(); i++) {
            known.addAll(List.of("a" + i, "p" + i));
        }
        for (String variable : variables(parsed)) {
            if (!known.contains(variable)) {
                throw new IllegalArgumentException(
                        "the key \"" + text + "\" asks for #" + variable + ", and the method has "
                                + (names == null
                                        ? "no names of parameters: compile with -parameters, or write #a0."
                                        : "the parameters " + Arrays.toString(names) + "."));
            }
        }
    }

    private static List<String> variables(Expression parsed) {
        List<String> found = new ArrayList<>();
        if (parsed instanceof CompositeStringExpression composite) {
            for (Expression part : composite.getExpressions()) {
                found.addAll(variables(part));
            }
        } else if (parsed instanceof SpelExpression single) {
            collect(single.getAST(), found);
        }
        return found;
    }

    private static void collect(SpelNode node, List<String> found) {
        if (node instanceof VariableReference) {
            found.add(node.toStringAST().substring(1));
        }
        for (int i = 0; i < node.getChildCount(); i++) {
            collect(node.getChild(i), found);
        }
    }

    /**
     * Evaluates the expression.
     *
     * @param target of the call
     * @param arguments of the call
     * @return its value
     */
    public @Nullable Object valueOf(Object target, @Nullable Object[] arguments) {
        return expression == null
                ? text
                : expression.getValue(new MethodBasedEvaluationContext(target, method, arguments, NAMES));
    }

    /**
     * Returns the key for a call.
     *
     * @param target of the call
     * @param arguments of the call
     * @return the key
     * @throws IllegalArgumentException if it is null or blank
     */
    public String of(Object target, @Nullable Object[] arguments) {
        Object key = valueOf(target, arguments);
        if (key == null || key.toString().isBlank()) {
            throw new IllegalArgumentException(
                    "the key \"" + text + "\" of " + method.getDeclaringClass().getSimpleName() + "." + method.getName()
                            + "() is " + (key == null ? "null" : "blank") + " for this call.");
        }
        return key.toString();
    }
}

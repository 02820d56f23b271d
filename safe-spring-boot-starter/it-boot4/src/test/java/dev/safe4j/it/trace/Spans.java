package dev.safe4j.it.trace;

import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a tracer would send. */
final class Spans extends SpanHandler {

    private final List<Span> ended = new CopyOnWriteArrayList<>();

    /**
     * A span that has ended.
     *
     * @param name as a person reads it
     * @param trace the id of its trace
     * @param id its own
     * @param parent the id of what it belongs to; empty for the first of its trace
     * @param thread on which it ended
     */
    record Span(String name, String trace, String id, String parent, String thread) {}

    @Override
    public boolean end(TraceContext context, MutableSpan span, Cause cause) {
        ended.add(new Span(
                String.valueOf(span.name()),
                context.traceIdString(),
                context.spanIdString(),
                Optional.ofNullable(context.parentIdString()).orElse(""),
                Thread.currentThread().getName()));
        return true;
    }

    /** Those of a trace, in the order in which they ended. */
    List<Span> of(String trace) {
        return ended.stream().filter(each -> each.trace().equals(trace)).toList();
    }
}

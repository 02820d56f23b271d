package dev.safe4j.spring.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/** Asynchronous processing that records the answer before it completes. For one exchange. */
final class GuardedAsync implements AsyncContext, AsyncListener {

    private final AsyncContext context;
    private final Exchange exchange;

    private GuardedAsync(AsyncContext context, Exchange exchange) {
        this.context = context;
        this.exchange = exchange;
    }

    static AsyncContext around(AsyncContext context, Exchange exchange) {
        GuardedAsync guarded = new GuardedAsync(context, exchange);
        context.addListener(guarded);
        return guarded;
    }

    /** A dispatch comes by the filter again; this does not, unless the connection is to be broken off. */
    @Override
    public void complete() {
        if (exchange.finishQuietly()) {
            context.complete();
        } else {
            context.dispatch();
        }
    }

    /** Whatever ended it without an answer, a time-out or a lost connection: the claim is not left behind. */
    @Override
    public void onComplete(AsyncEvent event) {
        exchange.giveUp();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // the application's own listener answers, and completes or dispatches
    }

    @Override
    public void onError(AsyncEvent event) {
        // as above
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // comes by the request, which adds another listener
    }

    @Override
    public ServletRequest getRequest() {
        return context.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return context.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext servlets, String path) {
        context.dispatch(servlets, path);
    }

    @Override
    public void start(Runnable run) {
        context.start(run);
    }

    @Override
    public void addListener(AsyncListener listener) {
        context.addListener(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse response) {
        context.addListener(listener, request, response);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return context.createListener(type);
    }

    @Override
    public void setTimeout(long millis) {
        context.setTimeout(millis);
    }

    @Override
    public long getTimeout() {
        return context.getTimeout();
    }
}

package dev.safe4j.shop.nodeadline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Asks all at once, and waits for all: for as long as the slowest takes. */
public final class UnsafeDashboard implements Dashboard {

    private final Executor threads;
    private final Map<String, Service> services;

    public UnsafeDashboard(Executor threads, Map<String, Service> services) {
        this.threads = threads;
        this.services = new LinkedHashMap<>(services);
    }

    @Override
    public Map<String, String> lines() {
        Map<String, CompletableFuture<String>> asked = new LinkedHashMap<>();
        services.forEach((name, service) -> asked.put(name, CompletableFuture.supplyAsync(service::line, threads)));
        Map<String, String> lines = new LinkedHashMap<>();
        asked.forEach((name, line) -> lines.put(name, line.join()));
        return lines;
    }
}

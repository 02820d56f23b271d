package dev.safe4j.shop.race;

import dev.safe4j.shop.Form;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;

/** The instances of the shop that are raced against, all on one database. */
public final class Targets {

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final List<URI> instances;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    Targets(List<URI> instances) {
        this.instances = List.copyOf(instances);
    }

    List<URI> instances() {
        return instances;
    }

    /** How many instances there are. */
    public int count() {
        return instances.size();
    }

    /** The browser of a caller: the callers go to the instances in turn. */
    Browser browser(int caller, Form form) {
        return new Browser(http, instances.get(caller % instances.size()), form.path());
    }

    /**
     * Adds up what each instance counts in its own memory.
     *
     * @param path of a number
     */
    public long sum(String path) {
        return instances.stream().mapToLong(instance -> number(instance, path)).sum();
    }

    private long number(URI instance, String path) {
        Answer answer = new Browser(http, instance, "").get(path);
        if (!answer.isSuccess()) {
            throw new RaceFailed(instance + path + " answered " + answer.status() + ": " + answer.body());
        }
        return Long.parseLong(answer.body().strip());
    }

    /** Fails unless every instance calls the same payment provider as this one. */
    void requireSameProvider(URI provider) {
        for (URI instance : instances) {
            String others = new Browser(http, instance, "")
                    .get("/outside/provider")
                    .body()
                    .strip();
            if (!others.equals(provider.toString())) {
                throw new RaceFailed("the shop at " + instance + " calls the payment provider at " + others
                        + ", and this one that at " + provider + ". Start all instances with the same --provider.url.");
            }
        }
    }

    /** Fails unless every instance sees a row that was just written here. */
    void requireSameDatabase(long priceList) {
        for (URI instance : instances) {
            Answer answer = new Browser(http, instance, Form.SAFE.path()).get("/price-lists/" + priceList);
            if (answer.status() == Answer.NONE) {
                throw new RaceFailed("no shop answers at " + instance + " (" + answer.body() + ")");
            }
            if (!answer.isSuccess()) {
                throw new RaceFailed("the shop at " + instance + " does not see this shop's database: it answered "
                        + answer.status() + " for a price list that was just written. Start all instances with the"
                        + " same --spring.datasource.url.");
            }
        }
    }
}

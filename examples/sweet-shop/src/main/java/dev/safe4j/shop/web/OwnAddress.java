package dev.safe4j.shop.web;

import java.net.URI;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** Where this instance of the shop is reached from the same machine, once it serves. */
@Component
public class OwnAddress {

    private static final String LOOPBACK = "127.0.0.1";

    private final Environment environment;

    public OwnAddress(Environment environment) {
        this.environment = environment;
    }

    public URI uri() {
        return uri(environment.getRequiredProperty("local.server.port", Integer.class));
    }

    /** The same, for whoever is told the port before the others are. */
    public URI uri(int port) {
        String address = environment.getProperty("server.address", LOOPBACK);
        String host = address.equals("0.0.0.0") ? LOOPBACK : address;
        return URI.create("http://" + host + ":" + port);
    }
}

package dev.safe4j.it.http;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.security.Principal;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.web.filter.OncePerRequestFilter;

/** A service with guarded routes. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({KeyedController.class, WritingController.class})
class KeyedApplication {

    /** A header of which the value cannot be told, for want of a class. */
    static final String UNLINKED = "X-Unlinked";

    @Bean
    FaultyKeys keys() {
        return new FaultyKeys();
    }

    /** Stands where Spring Security stands. */
    @Bean
    Filter users() {
        return new Users();
    }

    @Bean
    ServletRegistrationBean<Raw> raw(FaultyKeys keys) {
        return new ServletRegistrationBean<>(new Raw(keys), "/raw/*");
    }

    private static final class Users extends OncePerRequestFilter implements Ordered {

        @Override
        public int getOrder() {
            return -100;
        }

        @Override
        protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            response.setHeader("X-Frame-Options", "DENY");
            String user = request.getHeader("X-User");
            Principal principal = () -> user;
            chain.doFilter(
                    user == null
                            ? request
                            : new HttpServletRequestWrapper(request) {
                                @Override
                                public Principal getUserPrincipal() {
                                    return principal;
                                }
                            },
                    new HttpServletResponseWrapper(response) {
                        @Override
                        public Collection<String> getHeaders(String name) {
                            if (name.equals(UNLINKED)) {
                                throw new NoClassDefFoundError("of a part of the answer");
                            }
                            return super.getHeaders(name);
                        }
                    });
        }
    }

    /** Without Spring MVC: completes its asynchronous processing itself. */
    static final class Raw extends HttpServlet {

        private static final long serialVersionUID = 1L;
        private final transient FaultyKeys keys;
        private final AtomicInteger runs = new AtomicInteger();

        Raw(FaultyKeys keys) {
            this.keys = keys;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext context = request.startAsync();
            int run = runs.incrementAndGet();
            context.start(() -> {
                try {
                    HttpServletResponse later = (HttpServletResponse) context.getResponse();
                    later.setStatus(202);
                    later.getOutputStream().print("raw " + run);
                    if (String.valueOf(request.getPathInfo()).equals("/lost")) {
                        later.getOutputStream().print("x".repeat(20_000));
                        keys.takeAwayTheLast();
                    }
                } catch (IOException failure) {
                    throw new IllegalStateException(failure);
                } finally {
                    context.complete();
                }
            });
        }
    }
}

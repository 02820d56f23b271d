package dev.safe4j.shop.quotarace;

import dev.safe4j.counter.CounterStore;
import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import dev.safe4j.shop.quotarace.Logins.TooManyTries;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class LoginEndpoint {

    private final Twins<Logins> logins;

    LoginEndpoint(CounterStore store) {
        Logins.Passwords passwords = new DerivedPasswords();
        this.logins = new Twins<>(new UnsafeLogins(passwords), new SafeLogins(store, passwords));
    }

    @PostMapping(Form.PATHS + "/logins")
    ResponseEntity<Void> login(@PathVariable Form form, @RequestParam String customer, @RequestParam String password) {
        boolean isRight =
                logins.of(form).login(BadInput.name("customer", customer), BadInput.name("password", password));
        return ResponseEntity.status(isRight ? HttpStatus.NO_CONTENT : HttpStatus.UNAUTHORIZED)
                .build();
    }

    @ExceptionHandler
    ProblemDetail on(TooManyTries refused) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.TOO_MANY_REQUESTS, refused.getMessage());
    }
}

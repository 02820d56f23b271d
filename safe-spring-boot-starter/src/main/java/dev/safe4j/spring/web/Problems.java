package dev.safe4j.spring.web;

import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/** Makes problem details. */
final class Problems {

    private Problems() {}

    static ProblemDetail of(HttpStatus status, URI type, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setType(type);
        problem.setTitle(title);
        return problem;
    }

    static ProblemDetail duplicate() {
        return of(
                HttpStatus.CONFLICT,
                ProblemTypes.DUPLICATE,
                "Already there",
                "There is one with the same unique value already. Nothing was written.");
    }
}

package dev.safe4j.lab.web;

import dev.safe4j.lab.run.BadWish;
import dev.safe4j.lab.run.TooManyRuns;
import dev.safe4j.lab.run.UnknownName;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What is refused is told as a problem, with a sentence for people. */
@RestControllerAdvice
class Problems {

    @ExceptionHandler
    ProblemDetail unknown(UnknownName unknown) {
        return problem(HttpStatus.NOT_FOUND, "Not found", unknown);
    }

    @ExceptionHandler
    ProblemDetail bad(BadWish bad) {
        return problem(HttpStatus.BAD_REQUEST, "This cannot be run", bad);
    }

    @ExceptionHandler
    ProblemDetail tooMany(TooManyRuns tooMany) {
        return problem(HttpStatus.TOO_MANY_REQUESTS, "Too many runs", tooMany);
    }

    private static ProblemDetail problem(HttpStatus status, String title, RuntimeException reason) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, String.valueOf(reason.getMessage()));
        problem.setTitle(title);
        return problem;
    }
}

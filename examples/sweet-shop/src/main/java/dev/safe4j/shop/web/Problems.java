package dev.safe4j.shop.web;

import dev.safe4j.jdbc.ValueRejectedException;
import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.NotThere;
import dev.safe4j.shop.Refused;
import dev.safe4j.shop.outside.PaymentProvider;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What the shop's own exceptions are over HTTP. Those of the library are mapped by its starter. */
@RestControllerAdvice
@Order(0)
class Problems {

    @ExceptionHandler
    ProblemDetail on(Refused refused) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, refused.getMessage());
    }

    @ExceptionHandler
    ProblemDetail on(BadInput input) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, input.getMessage());
    }

    /** What no check here has seen and the column cannot hold: a price list that is full. */
    @ExceptionHandler
    ProblemDetail on(ValueRejectedException rejected) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, rejected.getMessage());
    }

    @ExceptionHandler
    ProblemDetail on(NotThere missing) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, missing.getMessage());
    }

    /** Who asks again under a key is served; who has none may be charged twice. */
    @ExceptionHandler
    ProblemDetail on(PaymentProvider.NoAnswer lost) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.GATEWAY_TIMEOUT, lost.getMessage());
    }

    /** The starter would answer this by a 409; the unsafe forms are shown without its help. */
    @ExceptionHandler(DuplicateKeyException.class)
    ProblemDetail withoutHelp() {
        return ProblemDetail.forStatus(HttpStatus.INTERNAL_SERVER_ERROR);
    }
}

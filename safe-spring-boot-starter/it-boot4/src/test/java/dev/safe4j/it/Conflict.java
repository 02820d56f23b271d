package dev.safe4j.it;

import dev.safe4j.retry.ClassifiedFault;
import dev.safe4j.retry.FaultClass;

/** Lost against another transaction. */
final class Conflict extends RuntimeException implements ClassifiedFault {

    private static final long serialVersionUID = 1;

    @Override
    public FaultClass faultClass() {
        return FaultClass.CONFLICT;
    }
}

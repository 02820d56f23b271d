package dev.safe4j.retry;

/** An exception that knows its own {@link FaultClass}; every classifier believes it. */
public interface ClassifiedFault {

    /**
     * Returns the class of this fault.
     *
     * @return the class, never null
     */
    FaultClass faultClass();
}

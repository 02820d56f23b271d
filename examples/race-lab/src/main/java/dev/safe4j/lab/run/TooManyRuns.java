package dev.safe4j.lab.run;

/** As many runs are going as may: 429 over HTTP. */
public final class TooManyRuns extends RuntimeException {

    private static final long serialVersionUID = 1;

    TooManyRuns(int most) {
        super(most + " runs are going, and more may not: wait until one has ended, or cancel one");
    }
}

package dev.safe4j.faults;

/**
 * What a run of a request leaves behind, and is answered with.
 *
 * @param block of the request
 * @param key of the request
 * @param attempt which claim the run was of
 * @param run its name, another for every run of every worker; begins with that of its worker
 */
public record Effect(int block, int key, long attempt, String run) {

    /** The worker that ran it. */
    String worker() {
        return run.substring(0, run.indexOf('#'));
    }

    /** What everybody is answered who asks for the request, if this is the run that was kept. */
    String answer() {
        return key + " by attempt " + attempt + " in run " + run;
    }

    /** To be summed up over requests: sums differ if one answer does, for all that chance can do. */
    static long digest(String answer) {
        long hash = 1;
        for (int i = 0; i < answer.length(); i++) {
            hash = (hash ^ answer.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ (hash >>> 32)) * 0x9e3779b97f4a7c15L;
        return hash ^ (hash >>> 29);
    }
}

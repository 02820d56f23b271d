package dev.safe4j.spring.boundary;

import java.util.List;
import java.util.stream.Collectors;

/**
 * An annotation that marks the boundary of a transaction or of a retry is where it has no effect, or the boundaries are in the
 * wrong order. Thrown at start: the service would otherwise run without the protection that its code seems to have.
 *
 * @see "docs/patterns/wrong-boundary.md"
 */
public final class WrongBoundaryException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    private final transient List<Finding> findings;

    /**
     * Makes the exception.
     *
     * @param findings what is wrong, at least one
     */
    public WrongBoundaryException(List<Finding> findings) {
        super(findings.stream()
                .map(finding -> finding.problem() + " " + finding.action())
                .collect(Collectors.joining("\n")));
        this.findings = List.copyOf(findings);
    }

    /**
     * Returns what is wrong.
     *
     * @return the findings, in the order of the code
     */
    public List<Finding> findings() {
        return findings;
    }
}

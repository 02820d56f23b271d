package dev.safe4j.test.contract;

/** What a lock has, besides that one holds it at a time and that it ends by itself. */
public enum Part {
    /** Every acquisition has a fencing number. */
    NUMBERS("fencing numbers"),
    /** An acquisition can reserve several numbers, and give back those that were not used. */
    BLOCKS("several fencing numbers at once"),
    /** A refusal says who holds the lock, since when, and for how much longer. */
    HOLDER("a word on the holder"),
    /** A lease can be renewed when its holder wants it. */
    RENEWAL("a renewal that can be asked for"),
    /** Whoever has the token, in whatever process, can renew and release. */
    TOKENS("a renewal or release by token alone"),
    /** A release can keep the lock from others for a while. */
    MINIMUM_HOLD("a release that keeps the lock for a while"),
    /** A release says whether others wait. */
    MARKS("a word on those who wait"),
    /** A release says whether it came too late. */
    LATENESS("a word on a release that came too late"),
    /** Many keys can be asked for, renewed and released in one call. */
    BATCHES("calls for many keys");

    private final String words;

    Part(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}

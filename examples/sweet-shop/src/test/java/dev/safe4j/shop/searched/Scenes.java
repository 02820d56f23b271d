package dev.safe4j.shop.searched;

import java.util.List;
import java.util.stream.Stream;

/** All scenes that are searched. */
public final class Scenes {

    private Scenes() {}

    /** Made anew each time, as they remember things: two searches that go on at the same time need one each. */
    public static List<Searched<?>> all() {
        return Stream.of(AtomicityScenes.all(), IsolationScenes.all(), LockScenes.all())
                .<Searched<?>>flatMap(List::stream)
                .toList();
    }
}

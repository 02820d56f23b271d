package dev.safe4j.shop.leakedresource;

import dev.safe4j.fanout.FanOut;
import java.util.List;

/** When one of them is not there, the others are hung back, also what comes later. */
public final class SafeMoulds implements Moulds {

    private final Rack rack;

    public SafeMoulds(Rack rack) {
        this.rack = rack;
    }

    @Override
    public List<Mould> take(List<String> shapes) {
        return FanOut.over(shapes).named("moulds").all(shape -> rack.take(shape));
    }
}

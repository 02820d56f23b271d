package dev.safe4j.shop.lostcontext;

import dev.safe4j.fanout.FanOuts;
import java.util.List;

/** What is in the logging context of the request is in that of its checks, and the batch has a name for the meters. */
public final class SafeOrderChecks implements OrderChecks {

    private final FanOuts fanOuts;
    private final List<Check> checks;

    public SafeOrderChecks(FanOuts fanOuts, List<Check> checks) {
        this.fanOuts = fanOuts;
        this.checks = List.copyOf(checks);
    }

    @Override
    public void check(String order) {
        fanOuts.over(checks).named("order-checks").all(each -> {
            each.check(order);
            return order;
        });
    }
}

package dev.safe4j.shop.writeskew;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ShiftEndpoint {

    private final Twins<Shifts> shifts;

    ShiftEndpoint(UnsafeShifts unsafe, SafeShifts safe) {
        this.shifts = new Twins<>(unsafe, safe);
    }

    @PostMapping(Form.PATHS + "/shifts/{shift}/keepers/{keeper}/go-home")
    void goHome(@PathVariable Form form, @PathVariable long shift, @PathVariable long keeper) {
        shifts.of(form).goHome(shift, keeper);
    }
}

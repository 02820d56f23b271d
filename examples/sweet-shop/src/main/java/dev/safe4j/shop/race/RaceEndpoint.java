package dev.safe4j.shop.race;

import dev.safe4j.shop.Hazard;
import dev.safe4j.shop.Hazards;
import dev.safe4j.shop.NotThere;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The race as the page sees it. */
@RestController
@RequestMapping("/race")
class RaceEndpoint {

    private final RaceControl control;
    private final RaceTrack track;

    RaceEndpoint(RaceControl control, RaceTrack track) {
        this.control = control;
        this.track = track;
    }

    /** What the page shows. */
    record View(RaceControl.State state, int callers, int rounds, List<URI> targets) {}

    @GetMapping
    View view() {
        RaceSettings settings = track.settings();
        return new View(control.state(), settings.callers(), settings.rounds(), track.targets());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    void start() {
        control.start(Hazards.ALL);
    }

    @PostMapping("/{slug}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void start(@PathVariable String slug) {
        Hazard hazard = Hazards.find(slug).orElseThrow(() -> new NotThere("there is no hazard '" + slug + "'"));
        control.start(List.of(hazard));
    }
}

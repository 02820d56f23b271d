package dev.safe4j.lab.web;

import dev.safe4j.lab.run.Choice;
import dev.safe4j.lab.run.RunView;
import dev.safe4j.lab.run.Runs;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/runs")
class RunEndpoint {

    private final Runs runs;

    RunEndpoint(Runs runs) {
        this.runs = runs;
    }

    /** Where to ask how it stands. */
    record Begun(String id) {}

    @PostMapping
    ResponseEntity<Begun> begin(@RequestBody Choice.Wish wish) {
        String id = runs.begin(wish);
        return ResponseEntity.created(URI.create("/api/runs/" + id)).body(new Begun(id));
    }

    @GetMapping("/{id}")
    RunView view(@PathVariable String id) {
        return runs.view(id);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel(@PathVariable String id) {
        runs.cancel(id);
    }
}

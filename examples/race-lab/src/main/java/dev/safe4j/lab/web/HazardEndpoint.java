package dev.safe4j.lab.web;

import dev.safe4j.lab.catalogue.Catalogue;
import dev.safe4j.lab.run.UnknownName;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/hazards")
class HazardEndpoint {

    private final Catalogue catalogue;

    HazardEndpoint(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping
    CatalogueView all() {
        return CatalogueView.of(catalogue.hazards());
    }

    @GetMapping("/{slug}")
    HazardView one(@PathVariable String slug) {
        return catalogue
                .find(slug)
                .map(HazardView::of)
                .orElseThrow(() -> new UnknownName("there is no hazard '" + slug + "'"));
    }
}

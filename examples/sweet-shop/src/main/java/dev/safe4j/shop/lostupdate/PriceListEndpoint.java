package dev.safe4j.shop.lostupdate;

import dev.safe4j.shop.BadInput;
import dev.safe4j.shop.Form;
import dev.safe4j.shop.Twins;
import dev.safe4j.shop.lostupdate.PriceList.Edition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The version travels as the ETag, and comes back in If-Match. */
@RestController
@RequestMapping(Form.PATHS + "/price-lists/{list}")
class PriceListEndpoint {

    private static final int LONGEST = 4_000;
    private static final int LONGEST_LINE = 200;

    private final Twins<PriceList> lists;

    PriceListEndpoint(UnsafePriceList unsafe, SafePriceList safe) {
        this.lists = new Twins<>(unsafe, safe);
    }

    @GetMapping
    ResponseEntity<String> read(@PathVariable Form form, @PathVariable long list) {
        return answer(lists.of(form).read(list));
    }

    @PutMapping
    ResponseEntity<String> save(
            @PathVariable Form form,
            @PathVariable long list,
            @RequestHeader(HttpHeaders.IF_MATCH) String read,
            @RequestBody String content) {
        Edition edited = new Edition(BadInput.text("price list", content, LONGEST), BadInput.version(read));
        return answer(lists.of(form).save(list, edited));
    }

    @PostMapping("/lines")
    ResponseEntity<String> append(@PathVariable Form form, @PathVariable long list, @RequestParam String line) {
        return answer(lists.of(form).append(list, BadInput.text("line", line, LONGEST_LINE)));
    }

    private static ResponseEntity<String> answer(Edition edition) {
        return ResponseEntity.ok().eTag("\"" + edition.version() + "\"").body(edition.content());
    }
}

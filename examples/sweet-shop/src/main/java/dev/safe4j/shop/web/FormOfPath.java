package dev.safe4j.shop.web;

import dev.safe4j.shop.Form;
import java.util.Locale;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Paths say their form in small letters. */
@Component
class FormOfPath implements Converter<String, Form> {

    @Override
    public Form convert(String segment) {
        return Form.valueOf(segment.toUpperCase(Locale.ROOT));
    }
}

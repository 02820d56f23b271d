package dev.safe4j.spring.idempotency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import dev.safe4j.idempotency.AnswerCodec;
import java.io.IOException;
import java.lang.reflect.Type;

/** Results as JSON by Jackson 2, such that Jackson 3 reads them too, and writes the same bytes for the same request. Thread-safe. */
public final class Jackson2Codec implements AnswerCodec {

    private final ObjectMapper mapper;

    /**
     * Makes the codec.
     *
     * @param application the application's mapper, whose modules are used; it is copied
     */
    @SuppressWarnings("deprecation") // a mapper that is there has no other way to set a MapperFeature
    public Jackson2Codec(ObjectMapper application) {
        mapper = application
                .copy()
                .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
                .configure(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST, false)
                .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
                .configure(SerializationFeature.INDENT_OUTPUT, false)
                .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, false)
                .configure(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS, false)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false)
                .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true);
    }

    @Override
    public void check(Type type) {
        CodecTypes.requireDeclared(type);
        try {
            mapper.readerFor(mapper.constructType(type)).readValue("{}");
        } catch (InvalidDefinitionException impossible) {
            throw CodecTypes.unreadable(type, impossible);
        } catch (JsonProcessingException expected) {
            // an empty object is none of that type, which is as it should be
        }
    }

    @Override
    public byte[] encode(Object value, Type type) {
        try {
            return mapper.writerFor(mapper.constructType(type)).writeValueAsBytes(value);
        } catch (JsonProcessingException failure) {
            throw CodecTypes.unwritable(type, failure);
        }
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        try {
            return mapper.readerFor(mapper.constructType(type)).readValue(bytes);
        } catch (IOException failure) {
            throw CodecTypes.unreadable(type, failure);
        }
    }
}

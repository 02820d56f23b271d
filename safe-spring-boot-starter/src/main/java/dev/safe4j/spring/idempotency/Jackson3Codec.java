package dev.safe4j.spring.idempotency;

import dev.safe4j.idempotency.AnswerCodec;
import java.lang.reflect.Type;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/** Results as JSON by Jackson 3, such that Jackson 2 reads them too, and writes the same bytes for the same request. Thread-safe. */
public final class Jackson3Codec implements AnswerCodec {

    private final JsonMapper mapper;

    /**
     * Makes the codec.
     *
     * @param application the application's mapper, whose modules are used; it is copied
     */
    public Jackson3Codec(JsonMapper application) {
        mapper = application
                .rebuild()
                .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
                .configure(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST, false)
                .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true)
                .configure(SerializationFeature.INDENT_OUTPUT, false)
                .configure(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, false)
                .configure(DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS, false)
                .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
                .configure(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, false)
                .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true)
                .build();
    }

    @Override
    public void check(Type type) {
        CodecTypes.requireDeclared(type);
        try {
            mapper.readerFor(mapper.constructType(type)).readValue("{}");
        } catch (InvalidDefinitionException impossible) {
            throw CodecTypes.unreadable(type, impossible);
        } catch (JacksonException expected) {
            // an empty object is none of that type, which is as it should be
        }
    }

    @Override
    public byte[] encode(Object value, Type type) {
        try {
            return mapper.writerFor(mapper.constructType(type)).writeValueAsBytes(value);
        } catch (JacksonException failure) {
            throw CodecTypes.unwritable(type, failure);
        }
    }

    @Override
    public Object decode(byte[] bytes, Type type) {
        try {
            return mapper.readerFor(mapper.constructType(type)).readValue(bytes);
        } catch (JacksonException failure) {
            throw CodecTypes.unreadable(type, failure);
        }
    }
}

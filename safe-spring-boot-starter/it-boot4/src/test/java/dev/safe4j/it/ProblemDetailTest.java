package dev.safe4j.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.update.UpdateRefusedException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** The faults of the library over real HTTP, each provoked on the database. */
@SpringBootTest(
        classes = {Applications.Auto.class, ProblemDetailTest.OwnHandler.class},
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import({SweetController.class, SweetController.Own.class})
@ExtendWith(OutputCaptureExtension.class)
class ProblemDetailTest {

    private final HttpClient client = HttpClient.newHttpClient();

    @LocalServerPort
    private int port;

    @Autowired
    private JdbcTemplate jdbc;

    @BeforeEach
    void tables() {
        jdbc.execute("drop table if exists sweet");
        jdbc.execute(
                "create table sweet (id bigint primary key, name varchar(40) unique, stock int not null, version bigint"
                        + " not null)");
        jdbc.update("insert into sweet values (1, 'fudge', 0, 6)");
    }

    @Test
    void a_stale_version_is_a_conflict() throws Exception {
        HttpResponse<String> answer = get("/stale");
        Map<String, Object> problem = problem(answer, 409, "stale-version");
        assertThat(problem)
                .containsEntry("title", "Changed in between")
                .containsEntry("table", "sweet")
                .containsEntry("expectedVersion", 4)
                .containsEntry("presentVersion", 6)
                .containsEntry("instance", "/stale");
    }

    @Test
    void and_a_failed_precondition_if_the_request_had_one() throws Exception {
        HttpResponse<String> answer = send(request("/stale").header("If-Match", "\"4\""));
        problem(answer, 412, "stale-version");
    }

    @Test
    void a_refusal_is_a_conflict_that_shows_no_sql() throws Exception {
        HttpResponse<String> answer = get("/refused");
        assertThat(problem(answer, 409, "update-refused")).containsEntry("table", "sweet");
        assertThat(answer.body()).doesNotContain("stock", ">=");
    }

    @Test
    void a_content_type_that_was_set_before_is_taken_back() throws Exception {
        problem(get("/preset"), 409, "update-refused");
        problem(get("/preset-lost"), 409, "lease-lost");
    }

    @Test
    void a_missing_row_is_not_found_and_its_key_is_not_told() throws Exception {
        HttpResponse<String> answer = get("/missing");
        assertThat(problem(answer, 404, "row-missing")).containsEntry("table", "sweet");
        assertThat(answer.body()).doesNotContain("4711");
    }

    @Test
    void a_duplicate_is_a_conflict() throws Exception {
        problem(get("/duplicate"), 409, "duplicate");
    }

    @Test
    void so_is_springs() throws Exception {
        HttpResponse<String> answer = get("/duplicate-key");
        problem(answer, 409, "duplicate");
        assertThat(answer.body()).doesNotContainIgnoringCase("insert", "fudge");
    }

    @Test
    void a_locked_row_is_a_conflict_to_be_tried_again() throws Exception {
        HttpResponse<String> answer = get("/locked");
        problem(answer, 409, "locked");
        assertThat(answer.headers().firstValue("Retry-After")).contains("1");
        assertThat(answer.body()).doesNotContain("sweet");
    }

    @Test
    void an_unknown_outcome_is_nothing_to_be_tried_again(CapturedOutput output) throws Exception {
        HttpResponse<String> answer = get("/unknown");
        problem(answer, 500, "outcome-unknown");
        assertThat(answer.headers().firstValue("Retry-After")).isEmpty();
        assertThat(output)
                .contains("Whether a request was carried out is unknown")
                .contains(OutcomeUnknownException.class.getName());
    }

    @Test
    void the_applications_own_handler_wins() throws Exception {
        HttpResponse<String> answer = get("/own");
        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).contains("by the application");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, Object> problem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        Map<String, Object> problem = JsonParserFactory.getJsonParser().parseMap(answer.body());
        assertThat(problem)
                .containsEntry("type", "urn:safe4j:problem:" + type)
                .containsEntry("status", status)
                .containsKeys("title", "detail");
        return problem;
    }

    /** A handler as applications have them, without any order. */
    @RestControllerAdvice(assignableTypes = SweetController.Own.class)
    static class OwnHandler {
        @ExceptionHandler(UpdateRefusedException.class)
        ProblemDetail own() {
            return ProblemDetail.forStatusAndDetail(HttpStatusCode.valueOf(418), "by the application");
        }
    }
}

package social.godwit.instance.admin.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import social.godwit.activitypub.http.web.Answers;

/** What programs may ask of an instance, and what it takes to be answered: an OpenAPI 3.1 document, the same for everybody. */
@Path("/openapi.json")
class OpenApiResource {
    private static final int MAX_AGE_SECONDS = 3_600;

    private final byte[] document;

    OpenApiResource() {
        try (InputStream file = OpenApiResource.class.getResourceAsStream("/openapi.json")) {
            document = Objects.requireNonNull(file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The document itself. */
    @GET
    public Response show() {
        return Answers.shared("application/json", document, MAX_AGE_SECONDS);
    }
}

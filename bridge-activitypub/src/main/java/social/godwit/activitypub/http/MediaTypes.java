package social.godwit.activitypub.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The media types of the fediverse and the choice between them. One URL answers an ActivityPub document to servers and a
 * page to browsers.
 */
public final class MediaTypes {
    /** What ActivityPub servers send and expect in practice. */
    public static final String ACTIVITY_JSON = "application/activity+json";

    /** What the ActivityPub recommendation asks for. */
    public static final String LD_JSON_ACTIVITYSTREAMS =
            "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"";

    /** The {@code Accept} of our own fetches. */
    public static final String ACCEPT_DOCUMENT = LD_JSON_ACTIVITYSTREAMS + ", " + ACTIVITY_JSON;

    /** WebFinger, RFC 7033. */
    public static final String JRD_JSON = "application/jrd+json";

    /** Problem details, RFC 9457. */
    public static final String PROBLEM_JSON = "application/problem+json";

    /** A batch of documents, one a line. */
    public static final String NDJSON = "application/x-ndjson";

    private static final String ACTIVITYSTREAMS = "https://www.w3.org/ns/activitystreams";

    private MediaTypes() {}

    /** What a URL with two faces answers with. */
    public enum Face {
        /** The signed bytes. */
        DOCUMENT,
        /** A page for people. */
        PAGE
    }

    /**
     * Which face an {@code Accept} header asks for, by its quality values; the document wins ties, and is also the answer
     * to an absent header, to {@code *}{@code /*} and to types that we do not have.
     */
    public static Face choose(Optional<String> accept) {
        if (accept.isEmpty()) {
            return Face.DOCUMENT;
        }
        double document = -1;
        double page = -1;
        for (String range : split(accept.get(), ',')) {
            Optional<Parsed> parsed = parse(range);
            if (parsed.isEmpty()) {
                continue;
            }
            double quality = parsed.get().quality();
            String type = parsed.get().type();
            if (type.equals("text/html") || type.equals("application/xhtml+xml")) {
                page = Math.max(page, quality);
            } else if (type.equals(ACTIVITY_JSON)
                    || type.equals("application/ld+json")
                    || type.equals("application/json")) {
                document = Math.max(document, quality);
            }
        }
        return page > 0 && page > document ? Face.PAGE : Face.DOCUMENT;
    }

    /**
     * Whether {@code contentType} says that the body is an ActivityStreams document: {@code application/activity+json}, or
     * {@code application/ld+json} whose profile includes ActivityStreams. Anything else, plain JSON too, is not one: files
     * that people upload must never be taken for documents.
     */
    public static boolean isDocument(Optional<String> contentType) {
        return contentType
                .flatMap(MediaTypes::parse)
                .filter(parsed -> parsed.type().equals(ACTIVITY_JSON)
                        || (parsed.type().equals("application/ld+json")
                                && (" " + parsed.parameters().getOrDefault("profile", "") + " ")
                                        .contains(" " + ACTIVITYSTREAMS + " ")))
                .isPresent();
    }

    /** The type without parameters in lower case, for example {@code application/json}. */
    public static Optional<String> essence(String contentType) {
        return parse(contentType).map(Parsed::type);
    }

    private record Parsed(String type, Map<String, String> parameters) {
        double quality() {
            try {
                double quality = Double.parseDouble(parameters.getOrDefault("q", "1"));
                return quality >= 0 && quality <= 1 ? quality : 0;
            } catch (NumberFormatException malformed) {
                return 0;
            }
        }
    }

    private static Optional<Parsed> parse(String text) {
        String[] parts = split(text, ';');
        String type = parts[0].strip().toLowerCase(Locale.ROOT);
        int slash = type.indexOf('/');
        if (slash <= 0 || slash == type.length() - 1 || type.indexOf(' ') >= 0 || type.indexOf(',') >= 0) {
            return Optional.empty();
        }
        Map<String, String> parameters = new TreeMap<>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            if (equals > 0) {
                String name = parts[i].substring(0, equals).strip().toLowerCase(Locale.ROOT);
                String value = parts[i].substring(equals + 1).strip();
                if (value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"")) {
                    value = value.substring(1, value.length() - 1);
                }
                parameters.putIfAbsent(name, value);
            }
        }
        return Optional.of(new Parsed(type, parameters));
    }

    /** Splits at {@code separator}, but not within quotes. */
    private static String[] split(String text, char separator) {
        java.util.List<String> parts = new java.util.ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start));
        return parts.toArray(String[]::new);
    }
}

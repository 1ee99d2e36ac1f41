package social.godwit.activitypub.effect;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import social.godwit.activitypub.html.PlainText;
import social.godwit.activitypub.policy.Arriving;
import social.godwit.activitypub.policy.Screening;
import social.godwit.activitypub.policy.Screening.Effect;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** Lets filters look at the posts among decided changes, and does what has to be done at once. Pure. */
final class Screened {
    /** The reporter that a hit of a filter has among the reports that wait for moderators. */
    static final String REPORTER = "filter";

    private static final int HTML_MAX = 64 * 1024;
    private static final int ITEMS_MAX = 100;
    private static final int LANGUAGE_MAX = 16;
    private static final Pattern ANCHOR = Pattern.compile("(?i)<a\\s([^<>]{0,4000}+)>");
    private static final Pattern HREF = Pattern.compile("(?i)href\\s*+=\\s*+[\"']?(https?://[^\\s\"'<>]++)");
    private static final Pattern WRITTEN = Pattern.compile("(?i)https?://[^\\s\"'<>)\\]]++");

    private Screened() {}

    /** The changes of an activity, and what filters add to them and take away. */
    static List<Change> over(Incoming in, List<Change> changes, Facts facts) {
        Optional<NoteRow> kept = changes.stream()
                .flatMap(change -> change instanceof Change.NoteKept(NoteRow note) ? Stream.of(note) : Stream.empty())
                .findFirst();
        Optional<JsonObject> object = in.object();
        if (kept.isEmpty() || object.isEmpty()) {
            return changes;
        }
        NoteRow note = kept.get();
        return over(changes, note, arriving(object.get(), note, facts, in), facts::screen);
    }

    /** The same for a post that came without an activity. */
    static List<Change> over(List<Change> changes, NoteRow note, Arriving post, Function<Arriving, Screening> filters) {
        Screening screening = filters.apply(post);
        List<Change> all = new ArrayList<>(changes);
        if (screening.effect() != Effect.TAKEN) {
            all.removeIf(change -> change instanceof Change.Notified told
                    && told.notification().object().equals(Optional.of(note.id())));
        }
        if (screening.effect() == Effect.WITHHELD) {
            all.removeIf(Change.Sent.class::isInstance);
            all.add(new Change.Withheld(note.id()));
        }
        screening
                .hits()
                .ifPresent(hits -> all.add(new Change.Reported(
                        REPORTER + ":"
                                + Sha256.of((note.id() + "\n" + note.document()).getBytes(StandardCharsets.UTF_8))
                                        .multibase(),
                        REPORTER,
                        List.of(note.id()),
                        hits,
                        post.at())));
        // What is not for everybody is counted, and its words are nobody's business.
        boolean open = note.visibility() == Visibility.PUBLIC;
        all.add(new Change.Recent(new RecentRow(post, Ids.host(post.author()), open ? screening.words() : " ")));
        return all;
    }

    private static Arriving arriving(JsonObject object, NoteRow note, Facts facts, Incoming in) {
        Set<String> here = new LinkedHashSet<>();
        note.audience()
                .forEach(id -> facts.accountOf(id).map(PostDecisions::did).ifPresent(here::add));
        note.inReplyTo()
                .flatMap(facts::note)
                .flatMap(parent -> facts.accountOf(parent.author()))
                .map(PostDecisions::did)
                .ifPresent(here::add);
        boolean known = here.stream().anyMatch(facts.followersHere(note.author())::contains);
        return arriving(
                object, note.id(), note.author(), !here.isEmpty() && !known, facts.knownSince(note.author()), in.at());
    }

    /** A post as filters look at it; ids as compared. */
    static Arriving arriving(
            JsonObject object,
            String id,
            String author,
            boolean firstContact,
            Optional<Instant> knownSince,
            Instant at) {
        String content = cut(object.string("content").orElse(""));
        StringBuilder text = new StringBuilder();
        for (String part : List.of("name", "summary")) {
            object.string(part)
                    .map(Screened::cut)
                    .ifPresent(words -> text.append(PlainText.of(words)).append('\n'));
        }
        text.append(PlainText.of(content));
        return new Arriving(
                id,
                author,
                text.toString(),
                hosts(content, text),
                Posts.mentions(object).size(),
                media(object),
                languages(object),
                firstContact,
                knownSince,
                at);
    }

    private static Set<String> hosts(String content, CharSequence text) {
        Set<String> hosts = new LinkedHashSet<>();
        Matcher anchors = ANCHOR.matcher(content);
        while (anchors.find() && hosts.size() < ITEMS_MAX) {
            String attributes = anchors.group(1);
            Matcher href = HREF.matcher(attributes);
            if (!attributes.contains("mention") && href.find()) {
                host(href.group(1)).ifPresent(hosts::add);
            }
        }
        Matcher written = WRITTEN.matcher(text);
        while (written.find() && hosts.size() < ITEMS_MAX) {
            host(written.group()).ifPresent(hosts::add);
        }
        return hosts;
    }

    private static Optional<String> host(String link) {
        try {
            return Optional.ofNullable(URI.create(link.split("[?#]", 2)[0]).getHost())
                    .map(host -> host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Set<String> media(JsonObject object) {
        Set<String> hashes = new LinkedHashSet<>();
        for (Json item : object.list("attachment")) {
            if (item instanceof JsonObject file && hashes.size() < ITEMS_MAX) {
                file.string("digestMultibase")
                        .flatMap(Sha256::parseMultibase)
                        .or(() -> file.string("url").flatMap(Sha256::parseHashlink))
                        .map(Sha256::multibase)
                        .ifPresent(hashes::add);
            }
        }
        return hashes;
    }

    private static Set<String> languages(JsonObject object) {
        Set<String> languages = new LinkedHashSet<>();
        object.object("contentMap").ifPresent(map -> map.keys().forEach(languages::add));
        object.string("language").ifPresent(languages::add);
        if (object.get("language") instanceof JsonObject named) {
            named.string("identifier").ifPresent(languages::add);
        }
        Set<String> tags = new LinkedHashSet<>();
        languages.stream()
                .filter(tag -> !tag.isBlank() && tag.length() <= LANGUAGE_MAX && tag.indexOf(' ') < 0)
                .limit(ITEMS_MAX)
                .forEach(tag -> tags.add(tag.toLowerCase(Locale.ROOT)));
        return tags;
    }

    private static String cut(String html) {
        return html.length() <= HTML_MAX ? html : html.substring(0, HTML_MAX);
    }
}

package social.godwit.instance.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.policy.RecentPosts.Recent;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.filter.Filter;
import social.godwit.network.filter.FilterForm;
import social.godwit.network.filter.FilterSet;

/** What a charter's filters find in the posts of a view. */
class PostMarksTest {
    private static final Instant LONG_AGO = Instant.parse("2020-02-02T12:00:00Z");
    private static final String AUTHOR = "https://one.example/users/ann";
    private static final FilterSet FILTERS = FilterSet.of(List.of(
            filter("money", "keyword", "free money"),
            filter("shops", "link", "shop.example"),
            filter("english", "language", "en"),
            filter("new", "newcomer", "30")));

    private static Filter filter(String id, String kind, String value) {
        JsonObject written = JsonObject.builder()
                .put("kind", kind)
                .put("values", List.of(value))
                .put("reaction", "flag")
                .put("rule", "spam")
                .build();
        return ((FilterForm.Reading.Read) FilterForm.read(id, written)).filter();
    }

    private static Note note(String name, Visibility visibility, String content) {
        String id = "https://one.example/notes/" + name;
        return new Note(
                id,
                AUTHOR,
                "Note",
                visibility,
                true,
                LONG_AGO,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                JsonObject.builder()
                        .put("type", "Note")
                        .put("id", id)
                        .put("attributedTo", AUTHOR)
                        .put("content", content)
                        .put(
                                "contentMap",
                                JsonObject.builder().put("de", content).build())
                        .build()
                        .toString());
    }

    @Test
    @DisplayName(
            "a post of years ago is found by its words and its links, as it was when it came, and is nobody's first")
    void oldPosts() {
        Note old = note("old", Visibility.PUBLIC, "<p>Get your <b>FREE</b> money at https://www.shop.example/x</p>");
        Note fine = note("fine", Visibility.PUBLIC, "<p>a walk in the woods</p>");
        Note secret = note("secret", Visibility.FOLLOWERS, "<p>free money</p>");
        assertThat(PostMarks.hits(FILTERS, Map.of(), List.of(old, fine, secret)))
                .isEqualTo(Map.of(old.id(), Set.of("money", "shops")));
    }

    @Test
    @DisplayName("what is remembered of a post as it came goes before what is here of it now")
    void recentPosts() {
        Note note = note("new", Visibility.PUBLIC, "<p>free money</p>");
        var came = new Recent(" a walk ", Set.of(), 0, Set.of(), Set.of("en"), true, 3);
        assertThat(PostMarks.hits(FILTERS, Map.of(note.id(), came), List.of(note)))
                .isEqualTo(Map.of(note.id(), Set.of("english", "new")));
    }
}

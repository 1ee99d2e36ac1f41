package social.godwit.network.card;

import java.util.List;
import java.util.stream.Stream;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Ranking;
import social.godwit.network.form.Texts;
import social.godwit.network.form.Words;

/** Parts of a charter as programs get them, with texts in the reader's languages, best first. */
public final class CharterJson {
    private CharterJson() {}

    /** {@code {id, name, meaning, effect}}. */
    public static JsonObject label(Label label, Charter charter, List<String> languages) {
        return JsonObject.builder()
                .put("id", label.id())
                .put("name", text(label.name(), charter, languages))
                .put("meaning", text(label.meaning(), charter, languages))
                .put("effect", Words.of(label.effect()))
                .build();
    }

    /** {@code {id, title, explanation, algorithm}}. */
    public static JsonObject ranking(Ranking ranking, Charter charter, List<String> languages) {
        return JsonObject.builder()
                .put("id", ranking.id())
                .put("title", text(ranking.title(), charter, languages))
                .put("explanation", text(ranking.explanation(), charter, languages))
                .put("algorithm", ranking.algorithm())
                .build();
    }

    /** In the first of the reader's languages that there is, else in the charter's own. */
    public static String text(Texts texts, Charter charter, List<String> languages) {
        return texts.in(
                Stream.concat(languages.stream(), charter.languages().stream()).toList());
    }
}

package social.godwit.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.Moderation.Filter.Kind;
import social.godwit.network.dossier.Dossier;
import social.godwit.network.filter.Filter;
import social.godwit.network.filter.FilterSet;
import social.godwit.network.filter.Post;
import social.godwit.network.filter.Reaction;
import social.godwit.network.filter.Spelling;
import social.godwit.network.governance.Changes;
import social.godwit.network.label.SignedLabel;
import social.godwit.network.member.Membership;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.subscription.ListReading;
import social.godwit.network.subscription.Subscription;
import social.godwit.network.verification.Credential;

/** Charters, dossiers, lists and labels by strangers: none may throw, and what is read is what was hashed. */
class NetworkFuzzTest {
    private static final String SIGNER = "did:key:z6Mkpk2CQqVUskMFMpxxpVAK4n1BvRiqwd3nLaZyx9oCeAch";
    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @FuzzTest(maxDuration = "60s")
    void charters(byte[] data) {
        if (StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)
                && Charter.read(map) instanceof CharterReading.Read(Charter charter)) {
            assertThat(charter.hash()).isEqualTo(Jcs.hash(map));
            assertThat(Changes.between(charter, charter).parts()).isEmpty();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void filters(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        String words = Spelling.of(text);
        assertThat(words).startsWith(" ").endsWith(" ").doesNotContain("  ");
        assertThat(Spelling.of(words)).as("spelt once is spelt").isEqualTo(words);
        Filter.spelt(Kind.KEYWORD, text.length() > 100 ? text.substring(0, 100) : text)
                .ifPresent(value -> {
                    var filter = new Filter(
                            "f", 1, Kind.KEYWORD, List.of(value), Reaction.FLAG, "", RuleReference.house("spam"), true);
                    var post = new Post(words, Set.of(), 0, Set.of(), Set.of(), false, 0);
                    assertThat(FilterSet.of(List.of(filter)).hits(post)).hasSize(words.contains(value) ? 1 : 0);
                });
    }

    @FuzzTest(maxDuration = "60s")
    void dossiers(byte[] data) {
        Dossier dossier = Dossier.read(data, NOW);
        dossier.networks().forEach(network -> {
            NetworkCard card = NetworkCard.of(dossier.evidence(network), 0, NOW);
            assertThat(Jcs.bytes(CardJson.of(card, List.of()))).isNotEmpty();
        });
    }

    @FuzzTest(maxDuration = "60s")
    void lists(byte[] data) {
        for (Subscription.Format format : Subscription.Format.values()) {
            var list = new Subscription(
                    "watch",
                    "https://watch.example/list",
                    format,
                    Subscription.Mode.DRAFT,
                    format == Subscription.Format.SIGNED ? Did.parse(SIGNER) : Optional.empty(),
                    true,
                    Subscription.Progress.fresh(NOW));
            if (ListReading.of(list, data, NOW) instanceof ListReading.Read read) {
                assertThat(format).as("nobody signed it").isNotEqualTo(Subscription.Format.SIGNED);
                read.entries()
                        .forEach((domain, entry) -> assertThat(domain)
                                .isEqualTo(domain.toLowerCase(Locale.ROOT))
                                .doesNotContainAnyWhitespaces());
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void documents(byte[] data) {
        if (PortableDocument.read(data, NOW) instanceof DocumentVerdict.Admissible(PortableDocument document)) {
            SignedAct.read(document);
            SignedLabel.read(document);
            Membership.read(document);
        }
        if (StrictJson.read(data, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)) {
            Credential.read(map);
        }
    }
}

package social.godwit.identity.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.Vectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

class VisibilityTest {
    private static final Did ALICE = Did.parse("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
            .orElseThrow();

    private static Visibility of(String members) {
        JsonObject note = Vectors.object("{'type':'Note','attributedTo':'ap://" + ALICE + "/actor'" + members + "}");
        return Visibility.of(note, Kind.of(note), note.string("type").orElseThrow(), ALICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
    @DisplayName("row 32: three spellings are public, in to or cc, alone or among others")
    void publicSpellings(String all) {
        assertThat(of(",'to':'" + all + "'")).isEqualTo(Visibility.PUBLIC);
        assertThat(of(",'to':['" + all + "']")).isEqualTo(Visibility.PUBLIC);
        assertThat(of(",'to':['https://a.example/b'],'cc':['https://a.example/c','" + all + "']"))
                .isEqualTo(Visibility.PUBLIC);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public",
                "PUBLIC",
                "as:public",
                "AS:Public",
                "https://www.w3.org/ns/activitystreams#public",
                "http://www.w3.org/ns/activitystreams#Public",
                "https://www.w3.org/ns/activitystreams#Public ",
                "https://www.w3.org/ns/activitystreams#Public?x"
            })
    @DisplayName("row 32: nothing else is public")
    void otherSpellingsAreNot(String other) {
        assertThat(of(",'to':'" + other + "'")).isNotEqualTo(Visibility.PUBLIC);
    }

    @Test
    void onlyToAndCcCount() {
        assertThat(of(",'audience':'as:Public'")).isEqualTo(Visibility.SELF);
        assertThat(of(",'to':[{'id':'as:Public'}]")).isEqualTo(Visibility.SELF);
    }

    @Test
    void addressesDecide() {
        assertThat(of("")).isEqualTo(Visibility.SELF);
        assertThat(of(",'to':[],'cc':null")).isEqualTo(Visibility.SELF);
        assertThat(of(",'to':'ap://" + ALICE + "/actor'")).isEqualTo(Visibility.SELF);
        assertThat(of(",'to':'https://gw.example/.well-known/apgateway/" + ALICE + "/actor/followers'"))
                .isEqualTo(Visibility.FOLLOWERS);
        assertThat(of(",'to':'https://a.example/users/bob'")).isEqualTo(Visibility.DIRECT);
        assertThat(of(",'to':'https://a.example/users/bob','cc':'ap://" + ALICE + "/actor/followers'"))
                .isEqualTo(Visibility.FOLLOWERS);
    }

    @Test
    void typesDecideBeforeAddresses() {
        JsonObject block = Vectors.object("{'type':'Block','actor':'ap://" + ALICE + "/actor','to':'as:Public'}");
        JsonObject actor = Vectors.object("{'type':'Person','inbox':'a','outbox':'b'}");
        JsonObject open = Vectors.object("{'type':'Checkpoint','checkpoint':{'class':'public'}}");
        JsonObject closed = Vectors.object("{'type':'Checkpoint','to':'as:Public','checkpoint':{'class':'private'}}");

        assertThat(Visibility.of(block, Kind.ACTIVITY, "Block", ALICE)).isEqualTo(Visibility.SELF);
        assertThat(Visibility.of(actor, Kind.ACTOR, "Person", ALICE)).isEqualTo(Visibility.PUBLIC);
        assertThat(Visibility.of(open, Kind.OBJECT, "Checkpoint", ALICE)).isEqualTo(Visibility.PUBLIC);
        assertThat(Visibility.of(closed, Kind.OBJECT, "Checkpoint", ALICE)).isEqualTo(Visibility.SELF);
        assertThat(Visibility.of(closed, Kind.OBJECT, "KeyLogEntry", ALICE)).isEqualTo(Visibility.PUBLIC);
    }

    @Test
    void kindsFollowFep2277() {
        assertThat(Kind.of(Vectors.object("{'inbox':1,'outbox':1,'publicKeyMultibase':1}")))
                .isEqualTo(Kind.ACTOR);
        assertThat(Kind.of(Vectors.object("{'publicKeyMultibase':1,'href':1}"))).isEqualTo(Kind.KEY);
        assertThat(Kind.of(Vectors.object("{'publicKeyPem':1}"))).isEqualTo(Kind.KEY);
        assertThat(Kind.of(Vectors.object("{'href':1,'actor':1}"))).isEqualTo(Kind.LINK);
        assertThat(Kind.of(Vectors.object("{'actor':1,'items':1}"))).isEqualTo(Kind.ACTIVITY);
        assertThat(Kind.of(Vectors.object("{'totalItems':0}"))).isEqualTo(Kind.COLLECTION);
        assertThat(Kind.of(Vectors.object("{'content':'x'}"))).isEqualTo(Kind.OBJECT);
    }
}

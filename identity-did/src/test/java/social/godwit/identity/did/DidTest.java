package social.godwit.identity.did;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.json.Json;

class DidTest {
    private static final String KEY = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    private static final String DID = "did:key:" + KEY;

    @Test
    void readsDidKeys() {
        Did did = Did.parse(DID).orElseThrow();

        assertThat(did).hasToString(DID);
        assertThat(did.multibase()).isEqualTo(KEY);
        assertThat(did.verificationMethod()).isEqualTo(DID + "#" + KEY);
        assertThat(Did.of(did.key())).isEqualTo(did);
    }

    /** Examples of the did:key specification. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
                "did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG",
                "did:key:z6MknGc3ocHs3zdPiJbnaaqDi58NGb4pk1Sp9WxWufuXSdxf",
                "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
            })
    void readsExamples(String text) {
        assertThat(Did.parse(text)).map(Did::toString).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "did:key:",
                DID + "#" + KEY,
                DID + "/",
                DID + "?",
                DID + " ",
                "DID:key:" + KEY,
                "did:KEY:" + KEY,
                "did%3Akey%3A" + KEY,
                "did:key:1" + KEY,
                "did:key:z1" + "6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
                // base64url, X25519, secp256k1, P-256, BLS: not ours.
                "did:key:u7QGwTCvJd3Zj0v4E8kOyYyPp5pVRdl5NKzA0GO1J0_zC8A",
                "did:key:z6LSeu9HkTHSfLLeUs2nnzUSNedgDUevfNQgQjQC23ZCit6F",
                "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
                "did:key:zDnaerDaTF5BXEavCrfRZEk316dpbLsfPDZ3WJ5hRTPFU2169",
                "did:web:example.com"
            })
    @DisplayName("P1: refuses other DIDs and other spellings")
    void refusesOtherDids(String text) {
        assertThat(Did.parse(text)).isEmpty();
    }

    @Test
    @DisplayName("P1: a verification method is the DID, alone or with the key as its fragment")
    void readsVerificationMethods() {
        assertThat(Did.parseVerificationMethod(DID)).isPresent();
        assertThat(Did.parseVerificationMethod(DID + "#" + KEY)).isPresent();
        assertThat(Did.parseVerificationMethod(DID + "#")).isEmpty();
        assertThat(Did.parseVerificationMethod(DID + "#main")).isEmpty();
        assertThat(Did.parseVerificationMethod(DID + "#" + KEY + "#" + KEY)).isEmpty();
        assertThat(Did.parseVerificationMethod(DID + "#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"))
                .isEmpty();
    }

    @Test
    void derivesTheDidDocument() {
        Did did = Did.parse(DID).orElseThrow();

        assertThat(DidDocument.of(did).id("id")).contains(DID);
        assertThat(DidDocument.of(did).list("assertionMethod")).isEqualTo(List.of(Json.of(did.verificationMethod())));
        assertThat(DidDocument.of(did).list("verificationMethod")).hasSize(1);
    }
}

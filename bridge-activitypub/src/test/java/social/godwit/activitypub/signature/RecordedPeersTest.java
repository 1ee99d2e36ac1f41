package social.godwit.activitypub.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.activitypub.signature.RecordedPeers.Recorded;

/** Every request that real servers sent verifies at the time it was recorded, and at no other time, host, target or body. */
class RecordedPeersTest {
    static List<Recorded> requests() {
        return RecordedPeers.requests();
    }

    @Test
    void holdsAllThatWasRecorded() {
        assertThat(requests()).hasSize(37);
    }

    @ParameterizedTest
    @MethodSource("requests")
    void verifiesAtItsTime(Recorded recorded) {
        SignatureClaim claim = claim(recorded);
        assertThat(claim.check(RecordedPeers.key(recorded.peer(), claim.keyId()).orElseThrow()))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void refusesItWithTheQueryOrPathOfAnother(Recorded recorded) {
        IncomingRequest request = recorded.request();
        IncomingRequest other = new IncomingRequest(
                request.method(), request.origin(), request.rawTarget() + "x", request.headers(), request.body());
        SignatureClaim claim = (SignatureClaim) CavageReader.read(other, recorded.at());
        assertThat(claim.check(RecordedPeers.key(recorded.peer(), claim.keyId()).orElseThrow()))
                .hasValueSatisfying(no -> assertThat(no.reason()).isEqualTo(SignatureVerdict.Reason.MISMATCH));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void refusesItMoreThanAnHourLater(Recorded recorded) {
        assertThat(CavageReader.read(recorded.request(), recorded.at().plus(Duration.ofMinutes(61))))
                .isInstanceOfSatisfying(
                        SignatureReading.Unacceptable.class,
                        no -> assertThat(no.reason()).isEqualTo(SignatureVerdict.Reason.TIME));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void refusesItWithAnotherBody(Recorded recorded) {
        IncomingRequest request = recorded.request();
        byte[] body = request.body().clone();
        body[body.length / 2] ^= 1;
        IncomingRequest other =
                new IncomingRequest(request.method(), request.origin(), request.rawTarget(), request.headers(), body);
        assertThat(CavageReader.read(other, recorded.at()))
                .isInstanceOfSatisfying(
                        SignatureReading.Unacceptable.class,
                        no -> assertThat(no.reason()).isEqualTo(SignatureVerdict.Reason.DIGEST));
    }

    private static SignatureClaim claim(Recorded recorded) {
        return (SignatureClaim) CavageReader.read(recorded.request(), recorded.at());
    }
}

package social.godwit.instance.network;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.duty.Duty;
import social.godwit.network.governance.EmergencyMeasure;

/**
 * Something that one account is told about a network.
 *
 * @param kind of signature that is waited for, or {@value #REPORTED}
 * @param subject what is to be signed, or was reported about
 * @param quoted in its author's words; empty where there are none
 * @param until when it is too late
 */
record NetworkNotice(
        Did account, NetworkCard card, String kind, Sha256 subject, String quoted, Optional<Instant> until) {
    /** The catalogue. */
    static final String WORDS = "social.godwit.instance.network.words";

    private static final String REPORTED = "reported";
    private static final int QUOTED_MAX = 300;

    /** An older report is news to nobody: a network that is hosted from now on brings all that it ever had. */
    private static final Duration NEWS = Duration.ofDays(7);

    /** What waits for signatures, one notice for each who is asked. */
    static List<NetworkNotice> duties(NetworkCard card, List<Duty> duties) {
        List<NetworkNotice> notices = new ArrayList<>();
        for (Duty duty : duties) {
            for (Did asked : duty.asked()) {
                notices.add(new NetworkNotice(
                        asked,
                        card,
                        social.godwit.network.form.Words.of(duty.kind()),
                        duty.subject(),
                        duty.title(),
                        duty.until()));
            }
        }
        return notices;
    }

    /** What stewards said of late about emergencies, for the others of them. */
    static List<NetworkNotice> reports(NetworkCard card) {
        List<NetworkNotice> notices = new ArrayList<>();
        for (EmergencyMeasure measure : card.emergencies()) {
            Optional<SignedAct> report =
                    measure.report().filter(act -> act.act().at().plus(NEWS).isAfter(card.now()));
            if (report.isPresent()) {
                card.chain().version(measure.emergency().charter()).stream()
                        .flatMap(charter -> charter.governance().stewards().stream())
                        .filter(steward -> !steward.equals(report.get().author()))
                        .forEach(steward -> notices.add(new NetworkNotice(
                                steward,
                                card,
                                REPORTED,
                                measure.act().hash(),
                                report.get().as(Report.class).map(Report::text).orElse(""),
                                Optional.empty())));
            }
        }
        return notices;
    }

    /** Which notice it is among all that anybody is told. */
    String id() {
        return account + " " + key();
    }

    /** What it is told only once by. */
    String key() {
        return alike() + subject.multibase();
    }

    /** How the keys begin of all of its kind in the network. */
    String alike() {
        return "network:" + card.network() + ":" + kind + ":";
    }

    /** In a reader's words, with the address of the page where one reads or signs. */
    String text(Words words, String origin) {
        StringBuilder text = new StringBuilder(
                words.of(kind, card.name(List.of(words.language())).orElse(words.of("unnamed"))));
        if (!quoted.isBlank()) {
            text.append(" ").append(words.of("quoted", cut(quoted)));
        }
        until.ifPresent(end -> text.append(" ").append(words.of("until", words.exact(end))));
        return text.append(" ")
                .append(origin + "/networks/" + card.network() + "/stewards")
                .toString();
    }

    private static String cut(String text) {
        return text.codePointCount(0, text.length()) <= QUOTED_MAX
                ? text
                : text.substring(0, text.offsetByCodePoints(0, QUOTED_MAX)) + "…";
    }
}

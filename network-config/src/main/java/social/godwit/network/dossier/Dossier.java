package social.godwit.network.dossier;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.network.act.ActReading;
import social.godwit.network.act.SignedAct;
import social.godwit.network.governance.Evidence;
import social.godwit.network.member.Membership;

/**
 * Everything that was said about networks, as it is handed on: signed documents, one a line, in any order ({@code
 * application/x-ndjson}). Two dossiers in one file are a dossier.
 *
 * @param acts whose proofs are good
 * @param memberships whose proofs are good
 * @param refused why other lines were left out, with their numbers, at most 100
 */
public record Dossier(List<SignedAct> acts, List<Membership> memberships, List<String> refused) {
    /** Longest file, in bytes. */
    public static final int MAX_BYTES = 256 << 20;

    /** Most lines. */
    public static final int MAX_LINES = 200_000;

    private static final int MAX_REFUSED = 100;

    /** Copies the lists. */
    public Dossier {
        acts = List.copyOf(acts);
        memberships = List.copyOf(memberships);
        refused = List.copyOf(refused);
    }

    /** Reads all lines and verifies each. Never throws on bad input. */
    public static Dossier read(byte[] ndjson, Instant now) {
        List<SignedAct> acts = new ArrayList<>();
        List<Membership> memberships = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        int number = 0;
        for (byte[] line : lines(ndjson)) {
            number++;
            String fault = line(line, now, acts, memberships);
            if (!fault.isEmpty() && refused.size() < MAX_REFUSED) {
                refused.add("line " + number + ": " + fault);
            }
        }
        return new Dossier(acts, memberships, refused);
    }

    /** Puts documents into a file, one a line; they hold no line ends, as strings of JSON never do. */
    public static byte[] write(List<byte[]> documents) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] document : documents) {
            byte[] line = new String(document, StandardCharsets.UTF_8)
                    .replace('\n', ' ')
                    .replace('\r', ' ')
                    .getBytes(StandardCharsets.UTF_8);
            out.writeBytes(line);
            out.write('\n');
        }
        return out.toByteArray();
    }

    private static String line(byte[] line, Instant now, List<SignedAct> acts, List<Membership> memberships) {
        return switch (PortableDocument.read(line, now)) {
            case DocumentVerdict.Admissible(PortableDocument document) -> document(document, acts, memberships);
            case DocumentVerdict.NotYet later -> "is dated in the future: " + later.from();
            case DocumentVerdict.Inadmissible bad -> bad.detail();
        };
    }

    private static String document(PortableDocument document, List<SignedAct> acts, List<Membership> memberships) {
        return switch (SignedAct.read(document)) {
            case ActReading.Signed(SignedAct act) -> {
                acts.add(act);
                yield "";
            }
            case ActReading.Malformed bad -> bad.reason();
            case ActReading.Other other ->
                Membership.read(document)
                        .map(membership -> {
                            memberships.add(membership);
                            return "";
                        })
                        .orElse("is a document of another kind: " + document.type());
        };
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.length && lines.size() < MAX_LINES; i++) {
            if (i == text.length || text[i] == '\n') {
                if (!new String(text, start, i - start, StandardCharsets.UTF_8).isBlank()) {
                    lines.add(Arrays.copyOfRange(text, start, i));
                }
                start = i + 1;
            }
        }
        return lines;
    }

    /** The networks that are spoken of, in the order of appearance. */
    public Set<Did> networks() {
        Set<Did> networks = new LinkedHashSet<>();
        acts.forEach(act -> networks.add(act.act().network()));
        return networks;
    }

    /** What was said about one network. */
    public Evidence evidence(Did network) {
        return Evidence.of(network, acts);
    }

    /** The members of one network. */
    public List<Membership> members(Did network) {
        return memberships.stream()
                .filter(membership -> membership.network().equals(network))
                .toList();
    }
}

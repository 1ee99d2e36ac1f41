package social.godwit.identity.request;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one form of {@code Signature-Input} that identities use: a dictionary (RFC 8941) of one member, an inner list of plain
 * component names, and the parameters for time of creation,
 * key id and nonce once each, the algorithm at most once.
 *
 * @param label the dictionary's key
 * @param components in their order
 * @param parameters inner list and parameters exactly as received, the value of {@code @signature-params}
 */
record SignatureInput(
        String label, List<String> components, long created, String keyId, String nonce, String parameters) {
    private static final int MAX_LENGTH = 1_024;
    private static final Pattern MEMBER = Pattern.compile("([a-z*][a-z0-9_.*-]{0,31})=(\\(([^()]*)\\)(.*))");
    private static final Pattern COMPONENT = Pattern.compile("\"([a-z@][a-z-]{0,31})\"");
    private static final Pattern PARAMETER = Pattern.compile(
            "\\G; *([a-z*][a-z0-9_.*-]{0,31})=(?:\"([\\x20\\x21\\x23-\\x5B\\x5D-\\x7E]{0,512})\"|(\\d{1,12}))");
    private static final Pattern SIGNATURE = Pattern.compile("([a-z*][a-z0-9_.*-]{0,31})=:([A-Za-z0-9+/]{86}==):");

    static Optional<SignatureInput> parse(String header) {
        if (header.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        Matcher member = MEMBER.matcher(header.strip());
        if (!member.matches()) {
            return Optional.empty();
        }
        Optional<List<String>> components = components(member.group(3));
        if (components.isEmpty()) {
            return Optional.empty();
        }
        String tail = member.group(4);
        Matcher parameter = PARAMETER.matcher(tail);
        Set<String> seen = new HashSet<>();
        long created = 0;
        String keyId = "";
        String nonce = "";
        int end = 0;
        while (parameter.find()) {
            end = parameter.end();
            String text = parameter.group(2);
            boolean good = seen.add(parameter.group(1))
                    && switch (parameter.group(1)) {
                        case "created" -> text == null;
                        case "keyid", "nonce" -> text != null;
                        case "alg" -> "ed25519".equals(text);
                        default -> false;
                    };
            if (!good) {
                return Optional.empty();
            }
            switch (parameter.group(1)) {
                case "created" -> created = Long.parseLong(parameter.group(3));
                case "keyid" -> keyId = text;
                case "nonce" -> nonce = text;
                default -> {}
            }
        }
        boolean whole = end == tail.length() && seen.containsAll(List.of("created", "keyid", "nonce"));
        if (!whole || nonce.length() < 16 || nonce.length() > 64) {
            return Optional.empty();
        }
        return Optional.of(
                new SignatureInput(member.group(1), components.get(), created, keyId, nonce, member.group(2)));
    }

    private static Optional<List<String>> components(String list) {
        List<String> components = new ArrayList<>();
        for (String item : list.strip().split(" +")) {
            Matcher component = COMPONENT.matcher(item);
            if (!component.matches() || components.contains(component.group(1)) || components.size() == 8) {
                return Optional.empty();
            }
            components.add(component.group(1));
        }
        return Optional.of(List.copyOf(components));
    }

    /** The 64 bytes of the one signature in a {@code Signature} header, when it has this label. */
    static Optional<byte[]> signature(String header, String label) {
        Matcher matcher = SIGNATURE.matcher(header.strip());
        if (!matcher.matches() || !matcher.group(1).equals(label)) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getDecoder().decode(matcher.group(2));
        // One spelling per signature: the unused bits of the last character are zero.
        boolean canonical = Arrays.equals(
                Base64.getEncoder().encode(bytes),
                matcher.group(2).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return canonical ? Optional.of(bytes) : Optional.empty();
    }
}

package social.godwit.network.verification;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A link on a page, and whether a page points back to a profile ({@code rel="me"}): whoever can write the page says that the profile
 * is theirs. Says nothing about who that is.
 *
 * @param rel its link types, in lower case
 */
public record MeLink(String href, Set<String> rel) {
    /** Longest page that is read, in characters; what comes later does not count. */
    public static final int MAX_PAGE = 1 << 20;

    private static final int MAX_LINKS = 5_000;
    private static final int MAX_TAG = 4_000;
    private static final Pattern ATTRIBUTE =
            Pattern.compile("([a-zA-Z-]{1,40})\\s{0,20}=\\s{0,20}(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'>]+))");

    /** How a page stands to a profile. */
    public enum Standing {
        /** It points back. */
        LINKED,
        /** It has a link to the profile without {@code rel="me"}. */
        WITHOUT_ME,
        /** Its {@code rel="me"} links go elsewhere. */
        ELSEWHERE,
        /** It has no such link at all. */
        NONE
    }

    /** How a page stands to a profile with these addresses. */
    public static Standing of(String html, Collection<String> profiles) {
        Set<String> wanted = profiles.stream().map(MeLink::compared).collect(Collectors.toSet());
        Standing standing = Standing.NONE;
        for (MeLink link : links(html)) {
            boolean here = wanted.contains(compared(link.href()));
            boolean me = link.rel().contains("me");
            if (here && me) {
                return Standing.LINKED;
            }
            if (here) {
                standing = Standing.WITHOUT_ME;
            } else if (me && standing == Standing.NONE) {
                standing = Standing.ELSEWHERE;
            }
        }
        return standing;
    }

    /** The links of {@code a} and {@code link} elements, in their order. Comments and scripts are passed over. */
    public static List<MeLink> links(String page) {
        String html = page.length() > MAX_PAGE ? page.substring(0, MAX_PAGE) : page;
        List<MeLink> links = new ArrayList<>();
        int at = html.indexOf('<');
        while (at >= 0 && links.size() < MAX_LINKS) {
            int next;
            if (html.startsWith("<!--", at)) {
                next = after(html, "-->", at);
            } else if (named(html, at, "script") || named(html, at, "style")) {
                next = after(html, named(html, at, "script") ? "</script" : "</style", at);
            } else {
                next = at + 1;
                if (named(html, at, "a") || named(html, at, "link")) {
                    int end = html.indexOf('>', at, Math.min(html.length(), at + MAX_TAG));
                    if (end >= 0) {
                        add(html.substring(at, end), links);
                        next = end;
                    }
                }
            }
            at = next < 0 ? -1 : html.indexOf('<', next);
        }
        return List.copyOf(links);
    }

    private static void add(String tag, List<MeLink> links) {
        Map<String, String> attributes = new HashMap<>();
        Matcher matcher = ATTRIBUTE.matcher(tag);
        while (matcher.find()) {
            String value = matcher.group(2) != null
                    ? matcher.group(2)
                    : matcher.group(3) != null ? matcher.group(3) : matcher.group(4);
            attributes.putIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), value);
        }
        String href = attributes.get("href");
        if (href != null) {
            String rel =
                    attributes.getOrDefault("rel", "").toLowerCase(Locale.ROOT).strip();
            links.add(new MeLink(
                    href.replace("&amp;", "&").strip(),
                    rel.isEmpty() ? Set.of() : Set.copyOf(List.of(rel.split("\\s+")))));
        }
    }

    private static boolean named(String html, int at, String name) {
        int end = at + 1 + name.length();
        return html.regionMatches(true, at + 1, name, 0, name.length())
                && end < html.length()
                && (Character.isWhitespace(html.charAt(end)) || html.charAt(end) == '>');
    }

    private static int after(String html, String end, int from) {
        for (int at = html.indexOf(end.charAt(0), from); at >= 0; at = html.indexOf(end.charAt(0), at + 1)) {
            if (html.regionMatches(true, at, end, 0, end.length())) {
                return at + end.length();
            }
        }
        return -1;
    }

    /** Without a slash at the end, the scheme and host in lower case. */
    private static String compared(String address) {
        int path = address.indexOf('/', address.indexOf("//") + 2);
        String host = path < 0 ? address : address.substring(0, path);
        String rest = path < 0 ? "" : address.substring(path);
        String trimmed = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        return host.toLowerCase(Locale.ROOT) + trimmed;
    }
}

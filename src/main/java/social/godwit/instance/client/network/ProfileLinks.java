package social.godwit.instance.client.network;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.Lookup;
import social.godwit.instance.client.Owner;
import social.godwit.network.verification.MeLink;

/** The links in an account's profile, and whether the pages behind them point back: what servers check before they show a tick. */
public final class ProfileLinks {
    private static final int MAX_LINKS = 16;

    private final Owner owner;

    /** Of this owner. */
    public ProfileLinks(Owner owner) {
        this.owner = owner;
    }

    /**
     * What came of one link.
     *
     * @param words for people: what is so, and what to do about it
     */
    public record Checked(String link, boolean verified, String words) {}

    /** Asks every page that the profile links to. */
    public List<Checked> check() {
        JsonObject actor = new Lookup(owner)
                .own(owner.ids().actor())
                .orElseThrow(() -> new ClientProblem("Your servers do not show your profile."));
        Set<String> profiles = new LinkedHashSet<>(actor.ids("url"));
        profiles.add(owner.ids().actor());
        profiles.add(owner.ids().page());
        List<Checked> checked = new ArrayList<>();
        for (Json field : actor.list("attachment"))
            if (field instanceof JsonObject one && one.string("value").isPresent())
                for (MeLink link : MeLink.links(one.string("value").get()))
                    if (checked.size() < MAX_LINKS && link.href().startsWith("http"))
                        checked.add(check(link.href(), profiles));
        return checked;
    }

    private Checked check(String link, Set<String> profiles) {
        String wanted = "<a rel=\"me\" href=\"" + owner.ids().page() + "\">";
        try {
            GatewayAnswer answer =
                    owner.surroundings().connection().send("GET", URI.create(link), Map.of("Accept", "text/html"));
            if (answer.status() >= 300 && answer.status() < 400)
                return new Checked(link, false, "leads on to another address: put that one into your profile");
            if (!answer.isSuccess()) return new Checked(link, false, "answers with an error (" + answer.status() + ")");
            return switch (MeLink.of(new String(answer.body(), StandardCharsets.UTF_8), profiles)) {
                case LINKED -> new Checked(link, true, "points back to you");
                case WITHOUT_ME ->
                    new Checked(link, false, "links to your profile without rel=\"me\": write " + wanted);
                case ELSEWHERE -> new Checked(link, false, "points to another profile: write " + wanted);
                case NONE -> new Checked(link, false, "has no link to your profile: write " + wanted);
            };
        } catch (IOException e) {
            return new Checked(link, false, "cannot be reached: " + GatewayConnection.reason(e));
        } catch (IllegalArgumentException e) {
            return new Checked(link, false, "is not an address");
        }
    }
}

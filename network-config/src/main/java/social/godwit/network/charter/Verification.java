package social.godwit.network.charter;

import java.util.List;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.network.form.Members;

/** Whose word about people the network takes, for which claims, and what one needs it for. */
public record Verification(List<Issuer> issuers, Need need) {
    /** What somebody may vouch for. */
    public enum Claim {
        /** The person is who the profile says. */
        IDENTITY,
        /** A human being with no second account in this network; says no name. */
        UNIQUE_PERSON,
        /** The account speaks for the organisation that its profile names. */
        ORGANISATION,
        /** A journalist of a medium that the claim names. */
        PRESS,
        /** Has a role that the claim names. */
        ROLE
    }

    /** For what a valid claim is needed. */
    public enum Need {
        NOTHING,
        VOTE,
        POST
    }

    /** Who may make which claims. */
    public record Issuer(Did did, Set<Claim> claims) {
        static Issuer read(Members members) {
            return new Issuer(members.did("did"), members.words("claims", Claim.class));
        }
    }

    static Verification read(Members members) {
        return new Verification(members.objects("issuers", 0, 32, Issuer::read), members.word("need", Need.class));
    }

    /** Whether this issuer may make this claim. */
    public boolean trusts(Did issuer, Claim claim) {
        return issuers.stream()
                .anyMatch(one -> one.did().equals(issuer) && one.claims().contains(claim));
    }
}

package social.godwit.network.charter;

import java.util.List;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.network.form.Members;

/**
 * How the network is moderated. That those concerned are told, and that an appeal is decided by somebody else, is so in every
 * network and no setting.
 *
 * @param actions what moderators may do
 */
public record Moderation(
        List<Labeler> labelers,
        List<Filter> filters,
        List<Source> sources,
        Set<Action> actions,
        Appeal appeal,
        PublicLog log) {
    /** What a moderator may do in this network's view; nothing of it touches the account or its documents. */
    public enum Action {
        LABEL,
        WARN,
        CONTENT_WARNING,
        SENSITIVE,
        LIMIT,
        HIDE,
        SUSPEND
    }

    /** Whose labels are heeded. */
    public record Labeler(Did did, Trust trust) {
        /** What a label of theirs does. */
        public enum Trust {
            /** It is proposed to a moderator. */
            SUGGEST,
            /** It has its effect. */
            APPLY
        }

        static Labeler read(Members members) {
            return new Labeler(members.did("did"), members.word("trust", Trust.class));
        }
    }

    /**
     * A filter; they are asked in the order of the charter, and each hit names filter and rule.
     *
     * @param value what is looked for: a word, a host, a number, a hash or a language, by the kind
     * @param rule the rule that a hit breaks
     */
    public record Filter(String id, Kind kind, String value, Reaction reaction, String rule) {
        /** What is looked at. */
        public enum Kind {
            KEYWORD,
            LINK,
            MENTIONS,
            NEWCOMER,
            MEDIA,
            LANGUAGE
        }

        /** What happens to a post that is hit. */
        public enum Reaction {
            FLAG,
            FOLD,
            HOLD,
            HIDE
        }

        static Filter read(Members members) {
            return new Filter(
                    members.id("id"),
                    members.word("kind", Kind.class),
                    members.text("value", 200),
                    members.word("reaction", Reaction.class),
                    members.id("rule"));
        }
    }

    /**
     * A list of domains or accounts that others keep.
     *
     * @param list an https address, or the DID of who publishes it
     * @param retract whether what leaves the list is allowed again
     */
    public record Source(String list, Mode mode, boolean retract) {
        /** What becomes of an entry. */
        public enum Mode {
            SUGGEST,
            APPLY
        }

        static Source read(Members members) {
            String list = members.text("list", 500);
            if (!list.startsWith("https://") && Did.parse(list).isEmpty()) {
                throw members.fault("list", "is neither an https address nor a DID");
            }
            return new Source(list, members.word("mode", Mode.class), members.flag("retract"));
        }
    }

    /** How long one may appeal, in days, and within how many hours it is answered. */
    public record Appeal(int windowDays, int answerHours) {
        static Appeal read(Members members) {
            return new Appeal(members.small("windowDays", 7, 730), members.small("answerHours", 1, 2_160));
        }
    }

    /** What everybody may read of the log of decisions, and how many days later. */
    public record PublicLog(Detail detail, int delayDays) {
        /** How much of it. */
        public enum Detail {
            /** Every decision, without names of moderators. */
            ENTRIES,
            /** Figures only. */
            FIGURES
        }

        static PublicLog read(Members members) {
            return new PublicLog(members.word("detail", Detail.class), members.small("delayDays", 0, 90));
        }
    }

    static Moderation read(Members members) {
        return new Moderation(
                members.objects("labelers", 0, 32, Labeler::read),
                members.objects("filters", 0, 64, Filter::read),
                members.objects("sources", 0, 16, Source::read),
                members.words("actions", Action.class),
                members.object("appeal", Appeal::read),
                members.object("log", PublicLog::read));
    }
}

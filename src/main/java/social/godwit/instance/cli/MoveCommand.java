package social.godwit.instance.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.KeyBagUpload;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.backup.BackupReader;
import social.godwit.instance.client.move.Announcement;
import social.godwit.instance.client.move.FollowerList;
import social.godwit.instance.client.move.Journey;
import social.godwit.instance.client.move.Meter;
import social.godwit.instance.client.move.Mover;
import social.godwit.instance.client.move.OldAddress;
import social.godwit.instance.client.move.Preflight;
import social.godwit.instance.client.move.Resigning;

/** {@code move}. */
@Command(
        name = "move",
        description = "Make another server your home. Your followers come along, also when the old server is gone.",
        subcommands = {
            MoveCommand.Plan.class,
            MoveCommand.Run.class,
            MoveCommand.Status.class,
            MoveCommand.Resume.class,
            MoveCommand.Undo.class,
            MoveCommand.Old.class,
            MoveCommand.ReSign.class,
            MoveOut.class
        })
final class MoveCommand extends CommandGroup {
    /** What all of them share. */
    abstract static class OfMover extends OwnerCommand {
        /** Who looks at a move, or takes it back, wants nobody told of it meanwhile. */
        @Override
        final boolean letsMovesGoOn() {
            return false;
        }

        final Mover mover(Owner owner) {
            return new Mover(owner, this::say);
        }

        final Mover mover(Owner owner, @Nullable Path backup) {
            return backup == null ? mover(owner) : new Mover(owner, this::say, known(backup));
        }

        final void say(String words) {
            if (!godwit().json()) godwit().output().notice(words);
        }

        /** With a hostile home only the server that shall be home is asked, once it keeps the account; not even what every command asks. */
        static Owner sparing(Owner owner, Origin to) {
            return owner.home().state().gateways().contains(to.toString()) ? owner.at(to) : owner;
        }

        final FollowerList known(Path backup) {
            try (BackupReader reader = BackupReader.open(
                    backup,
                    godwit().passphrase().existing(),
                    godwit().surroundings().clock())) {
                return FollowerList.of(reader);
            }
        }

        /** The new home's key goes into the key bag, and the bag to the new home: whoever signs in elsewhere can move again. */
        final Told moved(Owner before, Journey journey) {
            Owner owner = Owner.of(before.home(), before.keys(), before.surroundings(), Optional.empty());
            new KeyBagUpload(owner)
                    .keepUp(() -> PassphraseKey.of(godwit().passphrase().existing(), owner.did()));
            return told(owner, journey);
        }

        final Told told(Owner owner, Journey journey) {
            JsonObject.Builder json = JsonObject.builder().putAll(journey.json().without("move"));
            StringJoiner lines = new StringJoiner("\n");
            lines.add(journey.from() + " -> " + journey.to() + ": "
                    + journey.state().words() + ".");
            if (!journey.paused().isEmpty()) lines.add("It waits: " + journey.paused());
            if (!journey.text("move").isEmpty()) standing(owner, journey, json, lines);
            if (!journey.state().safeToStop()) lines.add("Do not stop here. Go on with: godwit move resume");
            return new Told(json.build(), lines.toString(), journey.paused().isEmpty() ? 0 : 1);
        }

        /** Whether each follower who is missing is named. */
        boolean stragglers() {
            return false;
        }

        private void standing(Owner owner, Journey journey, JsonObject.Builder json, StringJoiner lines) {
            Mover mover = new Mover(owner, words -> {});
            Announcement.Standing told = mover.standing(journey);
            Meter meter = mover.meter(journey, told);
            json.put("told", told.taken())
                    .put("refused", told.refused())
                    .put("open", told.waiting() + told.expired())
                    .putAll(meter.json());
            lines.add(told.taken() + " servers have been told; " + told.refused() + " refused; "
                    + (told.waiting() + told.expired()) + " do not answer.");
            MoveLines.meter(meter, stragglers(), lines);
            if (told.expired() > 0) lines.add("Tell the others again when they are back: godwit move resume");
            journey.time("again")
                    .ifPresent(at -> lines.add("Some servers take this move only after " + at
                            + ". Any other command of yours tells them after that, or: godwit move resume"));
            journey.lockedUntil(owner.surroundings().now()).ifPresent(until -> {
                json.put("lockedUntil", until.toString());
                lines.add("Servers that take one move in seven days take the next one after " + until + ".");
            });
        }
    }

    /** {@code move plan}. */
    @Command(name = "plan", description = "Look at what a move would do, and change nothing.")
    static final class Plan extends OfMover {
        @Option(names = "--to", required = true, paramLabel = "ORIGIN", description = "The server that shall be home.")
        private String to = "";

        @Option(names = "--hostile", description = "Ask the old server nothing.")
        private boolean hostile;

        @Option(
                names = "--backup",
                paramLabel = "FILE",
                description = "Count the followers that a backup knows of, too.")
        private @Nullable Path backup;

        @Override
        Owner asking(Owner owner) {
            return hostile ? sparing(owner, origin(to)) : owner;
        }

        @Override
        Told run(Owner owner) {
            Preflight plan = mover(owner, backup).preflight(origin(to), hostile);
            StringJoiner lines = new StringJoiner("\n");
            lines.add("From " + plan.from() + ", " + words(plan.door()) + ", to " + plan.to() + ".");
            plan.problems().stream().distinct().forEach(problem -> lines.add("Not yet: " + problem));
            MoveLines.forecast(plan.forecast(), lines);
            lines.add(
                    "The change of home can be taken back at once. The followers' servers are told last: some of them take"
                            + " one move in seven days. Taken back sooner, they hear of it when the seven days are over.");
            lines.add("Until a server has moved along, its people do not see your new posts, unless you let "
                    + plan.to() + " go on under your old address: --hand-over-old-key");
            return new Told(plan.json(), lines.toString(), plan.problems().isEmpty() ? 0 : 1);
        }

        private static String words(Journey.Door door) {
            return switch (door) {
                case LIVE -> "which works";
                case HOSTILE -> "which is asked nothing";
                case DEAD -> "which does not answer";
            };
        }
    }

    /** {@code move run}. */
    @Command(name = "run", description = "Move. May be repeated: it goes on where it was interrupted.")
    static final class Run extends OfMover {
        @Option(names = "--to", required = true, paramLabel = "ORIGIN", description = "The server that shall be home.")
        private String to = "";

        @Option(
                names = "--hostile",
                description =
                        "Ask the old server nothing, and do not keep it: for one that refuses, lies or threatens.")
        private boolean hostile;

        @Option(names = "--invite", paramLabel = "CODE", description = "The invitation, where one is needed.")
        private @Nullable String invite;

        @Option(
                names = "--backup",
                paramLabel = "FILE",
                description = "Tell the followers that a backup knows of, too: for when no server of yours was left.")
        private @Nullable Path backup;

        @Option(
                names = "--hand-over-old-key",
                description =
                        "Let the new server go on under your old address for servers that have not moved along, for 30 days.")
        private boolean handOver;

        @Override
        Owner asking(Owner owner) {
            return hostile ? sparing(owner, origin(to)) : owner;
        }

        @Override
        Told run(Owner owner) {
            Mover mover = mover(owner, backup);
            Journey planned =
                    mover.plan(origin(to), hostile, Optional.ofNullable(invite).orElse(""));
            return moved(owner, mover.run(handOver ? mover.handingOver(planned) : planned));
        }
    }

    /** {@code move status}. */
    @Command(name = "status", description = "How far the move is, and how many followers have come along.")
    static final class Status extends OfMover {
        @Option(names = "--stragglers", description = "Name everybody who has not come along, and why.")
        private boolean stragglers;

        @Override
        boolean stragglers() {
            return stragglers;
        }

        @Override
        Told run(Owner owner) {
            return told(owner, last(mover(owner)));
        }
    }

    /** {@code move resume}. */
    @Command(name = "resume", description = "Go on with a move, and tell servers that did not answer before.")
    static final class Resume extends OfMover {
        @Override
        Owner asking(Owner owner) {
            return mover(owner)
                    .journey()
                    .filter(journey -> journey.door() == Journey.Door.HOSTILE)
                    .map(journey -> sparing(owner, journey.to()))
                    .orElse(owner);
        }

        @Override
        Told run(Owner owner) {
            Mover mover = mover(owner);
            Journey journey = last(mover);
            if (!journey.state().isEnd()) return moved(owner, mover.run(journey));
            if (!journey.text("move").isEmpty()) mover.tellAgain(journey);
            return told(owner, last(mover));
        }
    }

    /** {@code move old-address}. */
    @Command(
            name = "old-address",
            description =
                    "Whether your new server goes on under your old address for servers that have not moved along.")
    static final class Old extends OfMover {
        @Option(names = "--hand-over", description = "Let it: for 30 days from now.")
        private boolean handOver;

        @Option(names = "--take-back", description = "End it now.")
        private boolean takeBack;

        @Override
        Told run(Owner owner) {
            if (handOver && takeBack) throw new ClientProblem("Choose one of --hand-over and --take-back.");
            Mover mover = mover(owner);
            Journey journey = last(mover);
            OldAddress old = mover.oldAddress(journey);
            if (handOver) mover.handOver(journey);
            if (takeBack) old.takeBack();
            Optional<OldAddress.Standing> standing = old.standing();
            JsonObject.Builder json = JsonObject.builder().put("handedOver", standing.isPresent());
            standing.ifPresent(kept -> json.put("gateway", kept.gateway())
                    .put("expires", kept.expires().toString())
                    .put("waiting", kept.waiting())
                    .put("moved", kept.moved()));
            return Told.done(
                    json.build(),
                    standing.map(kept -> "Until " + kept.expires() + ", " + kept.waiting()
                                    + " servers get your posts under your address at " + kept.gateway()
                                    + ", and " + kept.moved()
                                    + " that have moved along hear of edits and deletions there.")
                            .orElse("Nothing goes out under your old address."));
        }
    }

    /** {@code move undo}. */
    @Command(name = "undo", description = "Take the move back: the old server is home again, at once.")
    static final class Undo extends OfMover {
        @Override
        Told run(Owner owner) {
            return moved(owner, mover(owner).undo());
        }
    }

    /** {@code move re-sign}. */
    @Command(
            name = "re-sign",
            description =
                    "After a move: sign your public posts again under your new address. Nobody is told; may be repeated.")
    static final class ReSign extends OfMover {
        @Override
        Told run(Owner owner) {
            owner.gateways().patience(new Pause(godwit()));
            Resigning.Done done = new Resigning(owner).run(signed -> say(signed + " posts signed again."));
            return Told.done(
                    JsonObject.builder()
                            .put("signed", done.signed())
                            .put("already", done.already())
                            .build(),
                    done.signed() + " posts signed again; " + done.already()
                            + " were under your present address already.");
        }
    }

    private static Journey last(Mover mover) {
        return mover.journey()
                .orElseThrow(() ->
                        new ClientProblem("There is no move.", "Begin one with: godwit move run --to https://SERVER"));
    }

    private static Origin origin(String text) {
        return Origin.parse(text)
                .orElseThrow(() -> new ClientProblem(
                        text + " is not the address of a server.", "Write it like https://example.org"));
    }
}

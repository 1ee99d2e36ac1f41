package social.godwit.instance.cli;

import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.move.Departure;
import social.godwit.instance.client.move.Forecast;

/** {@code move out}. */
@Command(
        name = "out",
        description =
                "Send your followers on to an account at Mastodon or another server. It has to name this account first.")
final class MoveOut extends OwnerCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "0..1", defaultValue = "", description = "Where you go: @name@server.")
    private String address = "";

    @Option(names = "--wait", paramLabel = "MINUTES", description = "Keep asking for so long whether it names you.")
    private int wait;

    @Option(
            names = "--check",
            description =
                    "Only look whether the followers' servers would believe it, and what becomes of the followers.")
    private boolean check;

    @Option(names = "--take-back", description = "Take the word on your profile back; who has gone does not return.")
    private boolean takeBack;

    @Override
    Told run(Owner owner) {
        Departure departure = new Departure(owner);
        if (takeBack) {
            departure.stay();
            return Told.done(
                    JsonObject.builder().put("did", owner.did().toString()).build(),
                    "Your profile does not say any more that you have moved.");
        }
        if (address.isEmpty())
            throw new ClientProblem("Say where you go.", "For example: godwit move out @you@mastodon.example");
        Departure.Target target = named(departure);
        JsonObject.Builder json =
                JsonObject.builder().put("target", target.person().id()).put("named", target.named());
        String who = target.person().handle();
        if (target.gone()) return new Told(json.build(), who + " has itself moved on. Choose where it went.", 1);
        if (!target.named())
            return new Told(
                    json.build(),
                    who + " does not name this account yet, so no server would believe the move. In its settings, say"
                            + " that you are moving from another account, and give\n  "
                            + owner.ids().handle()
                            + "\nThen run this again; your server asks again after a minute.",
                    1);
        if (check) {
            Forecast forecast = departure.forecast(target, godwit().output()::notice);
            StringJoiner lines = new StringJoiner("\n");
            lines.add(who + " names this account. The followers' servers would believe the move.");
            MoveLines.forecast(forecast, lines);
            return Told.done(json.putAll(forecast.json()).build(), lines.toString());
        }
        return Told.done(
                json.put("activity", departure.leave(target)).build(),
                "Your profile says that you are " + who
                        + " now, and your followers' servers are being told; they come over"
                        + " in the next hours. Most servers take one move in seven days, some one in thirty. Your posts"
                        + " stay here.");
    }

    private Departure.Target named(Departure departure) {
        return new Pause(godwit())
                .lookAgain(
                        wait,
                        () -> departure.look(address),
                        Departure.Target::named,
                        target -> target.person().handle() + " does not name this account yet.");
    }
}

package social.godwit.instance.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;

@DisplayName("A network's rules on the command line, without any server")
class CharterCommandTest {
    @TempDir
    private Path folder;

    private record Result(int exit, String out, String err) {
        JsonObject json() {
            return Answers.json(out.getBytes(StandardCharsets.UTF_8)).orElseThrow();
        }
    }

    private Result run(String who, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = Godwit.run(
                Map.of("GODWIT_HOME", folder.resolve(who).toString(), "GODWIT_PASSPHRASE", "one two three four five"),
                new PrintWriter(out),
                new PrintWriter(err),
                arguments);
        return new Result(exit, out.toString(), err.toString());
    }

    private JsonObject json(String who, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--json");
        Result result = run(who, all.toArray(new String[0]));
        assertThat(result.exit()).as(result.out() + result.err()).isZero();
        return result.json();
    }

    private String newcomer(String who) {
        return json(who, "key", "new").string("did").orElseThrow();
    }

    @Test
    @DisplayName("begin, read, change, approve, check")
    void stewards() throws IOException {
        String ann = newcomer("ann");
        String ben = newcomer("ben");
        String file = folder.resolve("town.ndjson").toString();
        String copy = folder.resolve("town.json").toString();
        json("ann", "charter", "init", file, "--name", "Town", "--steward", ann, "--steward", ben);
        assertThat(run("ben", "charter", "show", file).out())
                .contains("Town", "2 of 2 stewards", "How to leave", "Newest first (to begin with)");
        assertThat(run("ben", "charter", "diff", file).out()).contains("one version only");

        run("ann", "charter", "show", file, "--write", copy);
        Files.writeString(Path.of(copy), Files.readString(Path.of(copy)).replace("\"fold\"", "\"hide\""));
        JsonObject diff = json("ben", "charter", "diff", file, copy);
        assertThat(((JsonObject) diff.list("changes").getFirst()).string("path"))
                .contains("/labels/spam/effect");

        JsonObject opened = json("ann", "proposal", "open", file, copy, "--reason", "spam is spam");
        String proposal = opened.string("proposal").orElseThrow();
        assertThat(run("ben", "charter", "show", file).out())
                .contains(proposal.substring(0, 12), "1 of the 2 stewards that it takes");
        assertThat(run("ben", "proposal", "vote", file, "yes").err()).contains("stewards decide");
        Result signed = run("ben", "charter", "sign", file);
        assertThat(signed.out()).contains("It is decided, and in force from");

        Result verified = run("ann", "charter", "verify", file);
        assertThat(verified.exit()).isZero();
        assertThat(verified.out()).contains("Version 1", "in force", "Version 2", "as it was decided");
        assertThat(json("ann", "charter", "verify", file).list("versions")).hasSize(2);
    }

    @Test
    @DisplayName("a file that somebody has changed is found out")
    void altered() throws IOException {
        newcomer("ann");
        Path file = folder.resolve("town.ndjson");
        json("ann", "charter", "init", file.toString(), "--name", "Town");
        String founded = Files.readString(file);
        Files.writeString(file, founded + founded.replace("\"grave\"", "\"minor\""));
        Result verified = run("ann", "charter", "verify", file.toString());
        assertThat(verified.exit()).isEqualTo(1);
        assertThat(verified.out()).contains("Not counted: line 2", "not in order");
    }

    @Test
    @DisplayName("another network's charter can be taken over into a new one")
    void takenOver() {
        newcomer("ann");
        newcomer("ben");
        String one = folder.resolve("one.ndjson").toString();
        String other = folder.resolve("other.ndjson").toString();
        String copy = folder.resolve("one.json").toString();
        String charter = json("ann", "charter", "init", one, "--name", "One")
                .string("charter")
                .orElseThrow();
        run("ann", "charter", "show", one, "--write", copy);
        json("ben", "charter", "init", other, "--name", "Other", "--from", copy);
        JsonObject forked = json("ben", "charter", "show", other, "--number", "1");
        assertThat(forked.string("forkOf")).contains(charter);
        assertThat(json("ben", "charter", "show", other).string("name")).contains("Other");
    }

    @Test
    @DisplayName("a steward rules about a post, everybody reads by which rule, and it is taken back")
    void rulings() {
        newcomer("ann");
        String file = folder.resolve("town.ndjson").toString();
        json("ann", "charter", "init", file, "--name", "Town");
        String post = "post:ap://did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ8fGLaopH9Lc6/objects/1";
        assertThat(run("ann", "charter", "rulings", file).out()).contains("Nothing was decided");
        assertThat(run("ann", "charter", "rule", file, post, "hide", "--rule", "no-such", "--facts", "x")
                        .err())
                .contains("no rule no-such", "be-kind");
        assertThat(run("ann", "charter", "rule", file, post, "label", "--rule", "be-kind", "--facts", "x")
                        .err())
                .as("a label has a name")
                .contains("text");
        assertThat(run(
                                "ann", "charter", "rule", file, post, "label", "--rule", "be-kind", "--facts", "x",
                                "--text", "no")
                        .err())
                .contains("no label no", "spam");
        assertThat(run(
                                "ann", "charter", "rule", file, post, "hide", "--rule", "be-kind", "--facts", "x",
                                "--hours", "0")
                        .err())
                .contains("an hour at least");
        JsonObject ruled =
                json("ann", "charter", "rule", file, post, "hide", "--rule", "be-kind", "--facts", "insults ben");
        assertThat(ruled.string("status")).contains("in-force");
        assertThat(run("ben", "charter", "rulings", file, post).out())
                .contains("by the rule be-kind: insults ben", "In force in this network's view, nowhere else");
        String name = ruled.string("ruling").orElseThrow();
        assertThat(json("ann", "charter", "reverse", file, name, "--reason", "a quotation")
                        .string("status"))
                .contains("reversed");
        assertThat(run("ann", "charter", "reverse", file, name, "--reason", "again")
                        .err())
                .contains("taken back already");
        assertThat(run("ben", "charter", "rulings", file).out()).contains("It was taken back.");
    }

    @Test
    @DisplayName("the one concerned appeals, another steward answers, and who ruled may not")
    void appeals() {
        String ann = newcomer("ann");
        String ben = newcomer("ben");
        String cat = newcomer("cat");
        String file = folder.resolve("town.ndjson").toString();
        json("ann", "charter", "init", file, "--name", "Town", "--steward", ann, "--steward", ben);
        String post = "post:ap://" + cat + "/objects/1";
        String ruling = json("ann", "charter", "rule", file, post, "hide", "--rule", "be-kind", "--facts", "insults")
                .string("ruling")
                .orElseThrow();
        assertThat(run("ben", "charter", "appeal", file, ruling, "--text", "x").err())
                .contains("only they can appeal");
        assertThat(run("ben", "charter", "answer", file, ruling, "--text", "x").err())
                .contains("Nobody has appealed");
        assertThat(run("cat", "charter", "appeal", file, ruling, "--text", "I quoted him")
                        .out())
                .contains("An appeal waits for an answer");
        assertThat(run("cat", "charter", "appeal", file, ruling, "--text", "again")
                        .err())
                .contains("have appealed against this already");
        assertThat(run("ann", "charter", "answer", file, ruling, "--text", "no").err())
                .contains("Who ruled does not answer");
        assertThat(json("ben", "charter", "answer", file, ruling, "--grant", "--text", "so it is")
                        .string("status"))
                .contains("reversed");
        assertThat(run("ben", "charter", "answer", file, ruling, "--text", "once more")
                        .err())
                .contains("answered already");
        assertThat(json("cat", "charter", "rulings", file).list("rulings").toString())
                .contains("so it is", "I quoted him");
    }

    @Test
    @DisplayName("a fork is shown as a fork, and the version before stays in force")
    void forked() throws IOException {
        newcomer("ann");
        Path one = folder.resolve("one.ndjson");
        Path other = folder.resolve("other.ndjson");
        String copy = folder.resolve("town.json").toString();
        json("ann", "charter", "init", one.toString(), "--name", "Town");
        Files.copy(one, other);
        run("ann", "charter", "show", one.toString(), "--write", copy);
        String charter = Files.readString(Path.of(copy));
        Files.writeString(Path.of(copy), charter.replace("\"fold\"", "\"hide\""));
        assertThat(run("ann", "proposal", "open", one.toString(), copy, "--reason", "spam is spam")
                        .out())
                .as("text and reason are shown")
                .contains("Reason: spam is spam", "/labels/spam/effect", "\"hide\"");
        Files.writeString(Path.of(copy), charter.replace("\"fold\"", "\"warn\""));
        json("ann", "proposal", "open", other.toString(), copy, "--reason", "spam is not that bad");
        Path both = folder.resolve("both.ndjson");
        Files.writeString(both, Files.readString(one) + Files.readString(other));
        Result verified = run("ann", "charter", "verify", both.toString());
        assertThat(verified.exit()).isEqualTo(1);
        assertThat(verified.out()).contains("Forked", "branch 1", "branch 2");
        assertThat(run("ann", "charter", "show", both.toString()).out()).contains("this is a fork");
        JsonObject card = json("ann", "charter", "show", both.toString());
        assertThat(card.list("branches")).hasSize(2);
        assertThat(card.toString()).contains("\"forked\":true", "\"version\":1");
        assertThat(run("ann", "proposal", "open", both.toString(), copy, "--reason", "x")
                        .err())
                .contains("forked");
    }

    @Test
    @DisplayName("what stewards do in an emergency begins, is agreed to by others, is ended, and is accounted for")
    void emergency() {
        String ann = newcomer("ann");
        String ben = newcomer("ben");
        String file = folder.resolve("town.ndjson").toString();
        json("ann", "charter", "init", file, "--name", "Town", "--steward", ann, "--steward", ben);
        assertThat(run("ann", "charter", "emergency", file, "pause-joining").err())
                .contains("Say why");
        assertThat(run("ann", "charter", "emergency", file, "dance", "--reason", "x")
                        .err())
                .contains("is no power", "pause-joining");
        JsonObject begun =
                json("ann", "charter", "emergency", file, "pause-joining", "--hours", "2", "--reason", "a flood");
        assertThat(begun.string("status")).contains("in-force");
        assertThat(json("ben", "charter", "show", file).list("emergencies")).hasSize(1);
        assertThat(json("ben", "charter", "emergency", file).string("status")).contains("in-force");
        assertThat(run("ann", "charter", "emergency", file, "members-only", "--reason", "x")
                        .err())
                .as("the first charter grants no such power")
                .contains("does not grant members-only", "hold-newcomers");
        assertThat(run("ann", "charter", "emergency", file, "hold-newcomers", "--hours", "99", "--reason", "x")
                        .err())
                .contains("for 99 hours", "at most 72 hours");
        assertThat(json("ben", "charter", "emergency", file, "--end", "--reason", "dry again")
                        .string("status"))
                .contains("ended");
        assertThat(run("ann", "charter", "emergency", file, "--end", "--reason", "x")
                        .err())
                .contains("Nothing is in force");
        assertThat(run(
                                "ann",
                                "charter",
                                "report",
                                file,
                                "It is over.",
                                begun.string("emergency").orElseThrow())
                        .out())
                .contains("accounted for");
    }

    @Test
    @DisplayName("an issuer vouches, the claim is listed with issuer and standing, and is taken back")
    void claims() {
        String ann = newcomer("ann");
        String ben = newcomer("ben");
        String file = folder.resolve("town.ndjson").toString();
        json("ann", "charter", "init", file, "--name", "Town");
        assertThat(run("ann", "charter", "claims", file).out()).contains("Nothing is vouched for");
        assertThat(run("ann", "charter", "vouch", file, ben, "identity").out()).contains("does not name you for that");
        assertThat(json("ann", "charter", "claims", file, ben).list("accounts").toString())
                .contains("\"standing\":\"not-trusted\"", "\"issuer\":\"" + ann + "\"");
        assertThat(run("ann", "charter", "revoke", file, ben).out()).contains("Taken back: 1");
        assertThat(run("ann", "charter", "claims", file).out()).contains("taken back");
        assertThat(run("ann", "charter", "admit", file, ben).err()).contains("has not joined");
    }

    @Test
    @DisplayName("what would count for nothing is refused before it is signed: the file stays as it was")
    void strangers() throws IOException {
        String ann = newcomer("ann");
        newcomer("ben");
        String file = folder.resolve("town.ndjson").toString();
        String copy = folder.resolve("town.json").toString();
        json("ann", "charter", "init", file, "--name", "Town");
        String post = "post:ap://" + ann + "/objects/1";
        String ruling = json("ann", "charter", "rule", file, post, "hide", "--rule", "be-kind", "--facts", "x")
                .string("ruling")
                .orElseThrow();
        json("ann", "charter", "emergency", file, "pause-joining", "--reason", "a flood");
        run("ann", "charter", "show", file, "--write", copy);
        Files.writeString(Path.of(copy), Files.readString(Path.of(copy)).replace("\"fold\"", "\"hide\""));
        String before = Files.readString(Path.of(file));
        for (List<String> act : List.of(
                List.of("proposal", "open", file, copy, "--reason", "x"),
                List.of("proposal", "roll", file),
                List.of("charter", "rule", file, post, "hide", "--rule", "be-kind", "--facts", "x"),
                List.of("charter", "reverse", file, ruling, "--reason", "x"),
                List.of("charter", "admit", file, post),
                List.of("charter", "emergency", file, "hold-newcomers", "--reason", "x"),
                List.of("charter", "emergency", file),
                List.of("charter", "emergency", file, "--end", "--reason", "x"),
                List.of("charter", "report", file, "x"))) {
            Result refused = run("ben", act.toArray(new String[0]));
            assertThat(refused.exit()).as(act.toString()).isEqualTo(1);
            assertThat(refused.err()).as(act.toString()).contains("Only a steward", "Nothing was signed");
        }
        assertThat(Files.readString(Path.of(file))).isEqualTo(before);
    }

    @Test
    @DisplayName("who signed is told how others get to see it")
    void published() {
        newcomer("ann");
        String file = folder.resolve("town.ndjson").toString();
        json("ann", "charter", "init", file, "--name", "Town");
        assertThat(run("ann", "charter", "emergency", file, "pause-joining", "--reason", "a flood")
                        .out())
                .contains("godwit charter publish " + file);
    }

    @Test
    @DisplayName("what is missing is said in words")
    void missing() {
        assertThat(run("ann", "charter", "show", folder.resolve("none").toString())
                        .err())
                .contains("cannot be read", "godwit charter init");
    }
}

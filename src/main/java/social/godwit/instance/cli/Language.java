package social.godwit.instance.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.instance.client.ClientProblem;

/** The language of what is written: as told, else the computer's. */
final class Language {
    private static final Pattern TAG = Pattern.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*");

    private Language() {}

    static String of(Optional<String> told) {
        String tag = told.orElseGet(() -> Locale.getDefault().toLanguageTag());
        if (!TAG.matcher(tag).matches())
            throw new ClientProblem(tag + " is not a language.", "Write it like en, de or pt-BR.");
        return told.isPresent() ? tag : tag.replaceFirst("-.*", "");
    }
}

package social.godwit.network.desk;

import io.smallrye.mutiny.Uni;
import java.util.List;
import social.godwit.network.desk.DeskText.Kind;

/** Keeps what moderators have at hand. */
public interface DeskTexts {
    /** All of a kind that somebody has, by name; the owner is empty for what is everybody's. */
    Uni<List<DeskText>> all(String owner, Kind kind);

    /** Writes one; false when there are {@link DeskText#TEXTS_MAX} others. */
    Uni<Boolean> put(DeskText text);

    /** Forgets one; whether there was one. */
    Uni<Boolean> remove(String owner, Kind kind, String name);
}

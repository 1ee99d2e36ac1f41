package social.godwit.activitypub.media.web;

import io.vertx.ext.web.Router;
import java.time.InstantSource;
import social.godwit.activitypub.effect.Beans;
import social.godwit.store.Database;
import social.godwit.store.media.OpenMediaStore;

/** Lets tests of other packages have the real routes of media. */
public final class OpenMedia {
    private OpenMedia() {}

    /** Adds them to a router. */
    public static void route(Beans beans, Database database, InstantSource clock, Router router) {
        beans.with(OpenMediaStore.over(database, clock))
                .make("media.Uploads")
                .make("media.RefusedMedia")
                .make("media.web.MediaRoutes")
                .get(MediaRoutes.class)
                .register(router);
    }
}

package social.godwit.activitypub.view.web;

import io.vertx.ext.web.Router;
import social.godwit.activitypub.effect.Beans;

/** Lets tests of other packages have the real routes of owners' views. */
public final class OpenOwnerViews {
    private OpenOwnerViews() {}

    /** Adds them to a router. */
    public static void route(Beans beans, Router router) {
        for (String bean :
                new String[] {"Faces", "Notes", "Resolution", "RepositoryView", "ReplicationView", "OwnerViews"}) {
            beans.make("view." + bean);
        }
        beans.make("view.web.OwnerViewRoutes").get(OwnerViewRoutes.class).register(router);
    }
}

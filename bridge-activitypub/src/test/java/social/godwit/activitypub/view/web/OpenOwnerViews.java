package social.godwit.activitypub.view.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.identity.Randomness;

/** Lets tests of other packages have the real routes of owners' views. */
public final class OpenOwnerViews {
    private OpenOwnerViews() {}

    /** Adds them to a router. */
    public static void route(Beans beans, Router router) {
        beans.with(new Instance("https://here.example", "test", false, false));
        beans.with((GuardedClient) request -> Uni.createFrom().item(new RemoteOutcome.Failed("nobody is asked")));
        beans.with((Randomness) byte[]::new);
        beans.make("gateway.KeyLogs");
        beans.make("oldaddress.OldHomeKeys");
        for (String bean : new String[] {"HibernateRelay", "RelayWorker", "Relay"}) {
            beans.make("relay." + bean);
        }
        beans.make("label.Readers");
        for (String bean : new String[] {
            "Faces",
            "Notes",
            "Resolution",
            "RepositoryView",
            "ReplicationView",
            "MovingView",
            "PostsView",
            "PeopleView",
            "NotificationsView",
            "OwnerViews"
        }) {
            beans.make("view." + bean);
        }
        beans.make("view.web.OwnerViewRoutes").get(OwnerViewRoutes.class).register(router);
    }
}

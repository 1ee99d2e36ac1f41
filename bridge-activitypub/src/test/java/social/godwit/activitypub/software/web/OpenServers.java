package social.godwit.activitypub.software.web;

import io.vertx.ext.web.Router;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.remote.GuardedClient;

/** Lets tests of other packages have the real route of the question about servers. */
public final class OpenServers {
    private OpenServers() {}

    /** Adds it to a router of an instance in production; {@code client} is its way out. */
    public static void route(Beans beans, GuardedClient client, Router router) {
        beans.with(new Instance("https://here.example", "test", false, false)).with(client);
        beans.make("software.SoftwareQuestion").make("software.SoftwareCensus");
        beans.make("software.web.ServersRoutes").get(ServersRoutes.class).register(router);
    }
}

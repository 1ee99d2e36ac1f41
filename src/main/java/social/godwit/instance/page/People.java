package social.godwit.instance.page;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.page.Frame;
import social.godwit.activitypub.page.Words;
import social.godwit.activitypub.view.Face;
import social.godwit.activitypub.view.Faces;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.instance.admin.OperatorKey;

/** What people, and this instance, are called in front of people; from memory, asking nobody. */
@ApplicationScoped
class People {
    private static final int MAX = 100;

    private final Faces faces;
    private final OperatorKey operator;
    private final InstanceKeys keys;
    private final Instance instance;

    People(Faces faces, OperatorKey operator, InstanceKeys keys, Instance instance) {
        this.faces = faces;
        this.operator = operator;
        this.keys = keys;
        this.instance = instance;
    }

    /** The names of these, of at most {@value #MAX}. */
    Uni<Names> called(Collection<Did> people, Words words) {
        Map<String, Did> actors = new LinkedHashMap<>();
        people.stream()
                .distinct()
                .limit(MAX)
                .forEach(did -> actors.put(PortableId.of(did, "/actor").canonical(), did));
        return faces.of(actors.keySet()).map(known -> {
            Map<Did, Names.Name> names = new HashMap<>();
            known.forEach((actor, face) -> names.put(actors.get(actor), name(face)));
            names.put(operator.did(), own(words.of("operator", Frame.host(instance))));
            names.put(keys.did(), own(words.of("server", Frame.host(instance))));
            return new Names(words, names);
        });
    }

    private Names.Name own(String words) {
        return new Names.Name(words, Optional.of(instance.origin() + "/about"));
    }

    private static Names.Name name(Face face) {
        String handle = "@" + face.handle();
        return new Names.Name(face.name().isBlank() ? handle : face.name() + " (" + handle + ")", face.url());
    }
}

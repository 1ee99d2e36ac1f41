package social.godwit.activitypub.remote;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The certificate authorities that peers' certificates may come from: the platform's and the operator's. */
final class Trust {
    private Trust() {}

    static TrustOptions of(List<X509Certificate> additional) {
        try {
            List<X509Certificate> all = new ArrayList<>(List.of(manager(null).getAcceptedIssuers()));
            all.addAll(additional);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < all.size(); i++) {
                store.setCertificateEntry("ca" + i, all.get(i));
            }
            return TrustOptions.wrap(manager(store));
        } catch (GeneralSecurityException | IOException broken) {
            throw new IllegalStateException("no certificate authorities", broken);
        }
    }

    /** The trust manager over {@code store}, or over the platform's store when null. */
    private static X509TrustManager manager(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return x509;
            }
        }
        throw new GeneralSecurityException("no X.509 trust manager");
    }
}

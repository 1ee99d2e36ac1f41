package social.godwit.instance.peers;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * One request of a test peer's, over TLS to a host of the test's network, signed by draft-cavage with an RSA key.
 *
 * @param keyId what the receiver looks the key up by
 */
record PeerRequest(PeerNetwork network, PrivateKey key, String keyId) {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** An answer; status 0 when there was none. Names of fields are in lower case. */
    record Answer(int status, Map<String, String> fields, byte[] body) {
        static final Answer NONE = new Answer(0, Map.of(), new byte[0]);

        String field(String name) {
            return fields.getOrDefault(name, "");
        }
    }

    /** Posts an activity, signed as if it were {@code at}. */
    Answer post(PeerNetwork.Host to, String path, byte[] body, Instant at) {
        String date = HTTP_DATE.format(at);
        String digest = digest(body);
        String base = "(request-target): post " + path + "\nhost: " + to.authority() + "\ndate: " + date + "\ndigest: "
                + digest;
        return send(
                to,
                "POST " + path + " HTTP/1.1\r\nHost: " + to.authority() + "\r\nDate: " + date + "\r\nDigest: " + digest
                        + "\r\nContent-Type: application/activity+json\r\n"
                        + signature(base, "(request-target) host date digest") + "Content-Length: " + body.length,
                body);
    }

    /** Asks for a document. */
    Answer get(PeerNetwork.Host to, String path, Instant at) {
        String date = HTTP_DATE.format(at);
        String base = "(request-target): get " + path + "\nhost: " + to.authority() + "\ndate: " + date;
        return send(
                to,
                "GET " + path + " HTTP/1.1\r\nHost: " + to.authority() + "\r\nDate: " + date
                        + "\r\nAccept: application/activity+json, application/jrd+json\r\n"
                        + signature(base, "(request-target) host date").stripTrailing(),
                new byte[0]);
    }

    /** The value of a {@code Digest} field for a body. */
    static String digest(byte[] body) {
        try {
            return "SHA-256="
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String signature(String base, String fields) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(base.getBytes(StandardCharsets.UTF_8));
            return "Signature: keyId=\"" + keyId + "\",algorithm=\"rsa-sha256\",headers=\"" + fields + "\",signature=\""
                    + Base64.getEncoder().encodeToString(signature.sign()) + "\"\r\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Answer send(PeerNetwork.Host to, String head, byte[] body) {
        try (Socket plain = new Socket()) {
            plain.connect(
                    new InetSocketAddress(InetAddress.getByName(to.address()), to.port()), (int) PATIENCE.toMillis());
            plain.setSoTimeout((int) PATIENCE.toMillis());
            try (SSLSocket socket = (SSLSocket) network.authority()
                    .clientContext()
                    .getSocketFactory()
                    .createSocket(plain, to.name(), to.port(), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                var request = new ByteArrayOutputStream();
                request.write((head + "\r\nUser-Agent: test-peer\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
                request.write(body);
                socket.getOutputStream().write(request.toByteArray());
                socket.getOutputStream().flush();
                return read(new DataInputStream(socket.getInputStream()));
            }
        } catch (IOException e) {
            return Answer.NONE;
        }
    }

    private static Answer read(DataInputStream in) throws IOException {
        String[] words = line(in).split(" ", 3);
        var fields = new LinkedHashMap<String, String>();
        for (String field = line(in); !field.isEmpty(); field = line(in)) {
            int colon = field.indexOf(':');
            if (colon > 0) {
                fields.put(
                        field.substring(0, colon).toLowerCase(Locale.ROOT),
                        field.substring(colon + 1).strip());
            }
        }
        int status = words.length > 1 ? Integer.parseInt(words[1]) : 0;
        return new Answer(status, fields, body(in, fields));
    }

    private static byte[] body(DataInputStream in, Map<String, String> fields) throws IOException {
        if (fields.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            var body = new ByteArrayOutputStream();
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.write(in.readNBytes(size));
                line(in);
            }
            return body.toByteArray();
        }
        String length = fields.get("content-length");
        return length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).split(";", 2)[0].strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.append((char) next);
        }
        return line.toString().strip();
    }
}

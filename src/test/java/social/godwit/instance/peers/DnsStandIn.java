package social.godwit.instance.peers;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server over UDP (RFC 1035) that answers questions for TXT records as the test wants; other names do not exist. */
public final class DnsStandIn implements AutoCloseable {
    private static final int TXT = 16;
    private static final int RESPONSE = 0x8180;
    private static final int NXDOMAIN = 3;
    private static final int SERVFAIL = 2;

    private final DatagramSocket socket;
    private final int port;
    private final Map<String, List<String>> records = new ConcurrentHashMap<>();
    private volatile boolean broken;

    private DnsStandIn(DatagramSocket socket) {
        this.socket = socket;
        this.port = socket.getLocalPort();
    }

    /** Starts one on 127.0.0.1. */
    public static DnsStandIn start() {
        try {
            var server = new DnsStandIn(new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
            Thread.ofPlatform().daemon().start(server::serve);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Address and port, as {@code GODWIT_DNS_RESOLVERS} takes them. */
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Its port, also when it is closed. */
    public int port() {
        return port;
    }

    /** From now on {@code name} has these records. */
    public void txt(String name, String... texts) {
        records.put(name.toLowerCase(Locale.ROOT), List.of(texts));
    }

    /** From now on every question is answered with SERVFAIL, or not. */
    public void broken(boolean now) {
        broken = now;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[512];
        while (!socket.isClosed()) {
            try {
                var question = new DatagramPacket(buffer, buffer.length);
                socket.receive(question);
                byte[] answer = answer(ByteBuffer.wrap(buffer, 0, question.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                // which the loop sees
            }
        }
    }

    private byte[] answer(ByteBuffer question) throws IOException {
        int id = question.getShort(0);
        question.position(12);
        var name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
        }
        int type = question.getShort();
        int end = question.position() + 2;
        byte[] asked = new byte[end - 12];
        question.get(12, asked);
        List<String> texts = records.get(name.toString().toLowerCase(Locale.ROOT));
        int code = broken ? SERVFAIL : texts == null ? NXDOMAIN : 0;
        List<String> answers = code != 0 || type != TXT ? List.of() : texts;
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(RESPONSE | code);
        out.writeShort(1);
        out.writeShort(answers.size());
        out.writeInt(0);
        out.write(asked);
        for (String text : answers) {
            byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
            out.writeShort(0xc00c);
            out.writeShort(TXT);
            out.writeShort(1);
            out.writeInt(60);
            out.writeShort(ascii.length + 1);
            out.writeByte(ascii.length);
            out.write(ascii);
        }
        return bytes.toByteArray();
    }
}

package social.godwit.instance.client.archive;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;

/** Archives for tests: a realistic one of Mastodon's, and whatever a test puts into a zip or a tar. */
public final class Archives {
    private Archives() {}

    /** The files of Alice's archive; one picture lies there twice, one is missing. */
    public static Map<String, byte[]> alice() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        for (String name : new String[] {"actor.json", "outbox.json", "likes.json", "bookmarks.json"})
            files.put(name, resource("mastodon/" + name));
        files.put("media_attachments/files/000/001/original/bird.png", png(8, 6));
        files.put("media_attachments/files/000/002/original/same-bird.png", png(8, 6));
        files.put("avatar.png", png(4, 4));
        files.put("header.png", png(16, 4));
        return files;
    }

    public static byte[] resource(String name) {
        try (InputStream in = Archives.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalArgumentException("no such resource: " + name);
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static byte[] png(int width, int height) {
        var out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    public static Path zip(Path file, Map<String, byte[]> files) {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(one.getKey()));
                zip.write(one.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    public static Path folder(Path folder, Map<String, byte[]> files) {
        try {
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                Path file = folder.resolve(one.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, one.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }

    /** A ustar header for one entry of any type. */
    static byte[] tarHeader(String name, char type, long size) {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 100, "0000644");
        put(header, 108, "0000000");
        put(header, 116, "0000000");
        put(header, 124, String.format("%011o", size));
        put(header, 136, "00000000000");
        put(header, 148, "        ");
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        int sum = 0;
        for (byte one : header) sum += one & 0xff;
        put(header, 148, String.format("%06o", sum));
        header[154] = 0;
        header[155] = ' ';
        return header;
    }

    public static Path tar(Path file, Map<String, byte[]> files) {
        try (OutputStream out = Files.newOutputStream(file)) {
            for (Map.Entry<String, byte[]> one : files.entrySet()) {
                out.write(tarHeader(one.getKey(), '0', one.getValue().length));
                out.write(one.getValue());
                out.write(new byte[(512 - one.getValue().length % 512) % 512]);
            }
            out.write(new byte[1024]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}

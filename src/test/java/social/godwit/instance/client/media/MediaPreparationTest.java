package social.godwit.instance.client.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import social.godwit.instance.client.ClientProblem;

class MediaPreparationTest {
    @Test
    void removesExifFromPhotographs() throws IOException {
        byte[] photo = withExif(jpeg(40, 20), 1);
        assertThat(text(photo)).contains("Exif");
        MediaFile clean = MediaPreparation.prepare(photo, "photo.jpg", false);
        assertThat(text(clean.bytes())).doesNotContain("Exif");
        assertThat(clean.type()).isEqualTo(MediaType.JPEG);
        assertThat(clean.width()).isEqualTo(40);
        assertThat(clean.height()).isEqualTo(20);
    }

    @ParameterizedTest
    @CsvSource({"1,40,20,0,0", "3,40,20,39,19", "6,20,40,19,0", "8,20,40,0,39"})
    void turnsPhotographsUprightBeforeTheirExifIsLost(int orientation, int width, int height, int x, int y)
            throws IOException {
        MediaFile clean = MediaPreparation.prepare(withExif(jpeg(40, 20), orientation), "photo.jpg", false);
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(clean.bytes()));
        assertThat(image.getWidth()).isEqualTo(width);
        assertThat(image.getHeight()).isEqualTo(height);
        assertThat(isRed(image.getRGB(x, y))).isTrue();
        assertThat(isRed(image.getRGB(width - 1 - x, height - 1 - y))).isFalse();
    }

    @Test
    void removesTextFromPngAndKeepsTransparency() throws IOException {
        var image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        byte[] png = insertTextChunk(out.toByteArray());
        MediaFile clean = MediaPreparation.prepare(png, "x.png", false);
        assertThat(text(clean.bytes())).doesNotContain("secret place");
        assertThat(ImageIO.read(new ByteArrayInputStream(clean.bytes()))
                        .getColorModel()
                        .hasAlpha())
                .isTrue();
    }

    @Test
    void makesHugePicturesSmaller() throws IOException {
        MediaFile clean = MediaPreparation.prepare(jpeg(5000, 100), "wide.jpg", false);
        assertThat(clean.width()).isEqualTo(4096);
        assertThat(clean.height()).isEqualTo(82);
    }

    @Test
    void dropsMetadataFromWebp() {
        byte[] webp = riff(
                "VP8X",
                new byte[] {0x0c, 0, 0, 0, 9, 0, 0, 4, 0, 0},
                "VP8 ",
                new byte[] {1, 2, 3},
                "EXIF",
                "here".getBytes());
        MediaFile clean = MediaPreparation.prepare(webp, "x.webp", false);
        assertThat(text(clean.bytes())).doesNotContain("EXIF").contains("VP8X").contains("VP8 ");
        assertThat(clean.width()).isEqualTo(10);
        assertThat(clean.height()).isEqualTo(5);
        assertThat(clean.bytes()[20]).isZero();
    }

    @Test
    void dropsCommentsFromGif() throws IOException {
        var image = new BufferedImage(3, 2, BufferedImage.TYPE_BYTE_INDEXED);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "gif", out);
        byte[] gif = out.toByteArray();
        byte[] comment = "\u0021\u00fe\u0006secret\u0000".getBytes(StandardCharsets.ISO_8859_1);
        byte[] withComment = new byte[gif.length + comment.length];
        System.arraycopy(gif, 0, withComment, 0, gif.length - 1);
        System.arraycopy(comment, 0, withComment, gif.length - 1, comment.length);
        withComment[withComment.length - 1] = 0x3b;
        MediaFile clean = MediaPreparation.prepare(withComment, "x.gif", false);
        assertThat(text(clean.bytes())).doesNotContain("secret");
        assertThat(ImageIO.read(new ByteArrayInputStream(clean.bytes())).getWidth())
                .isEqualTo(3);
    }

    @Test
    void refusesWhatCannotBeCleanedUnlessTold() {
        byte[] film = "\0\0\0\u0018ftypmp42".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> MediaPreparation.prepare(film, "film.mp4", false))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("where and when");
        assertThat(MediaPreparation.prepare(film, "film.mp4", true).bytes()).isEqualTo(film);
    }

    @Test
    void refusesWhatIsNoPictureAndWhatIsDamaged() throws IOException {
        assertThatThrownBy(() -> MediaPreparation.prepare("MZ program".getBytes(), "photo.jpg", true))
                .isInstanceOf(ClientProblem.class);
        byte[] half = Arrays.copyOf(jpeg(40, 20), 30);
        assertThatThrownBy(() -> MediaPreparation.prepare(half, "photo.jpg", false))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> MediaPreparation.prepare("GIF89a".getBytes(), "x.gif", false))
                .isInstanceOf(ClientProblem.class);
        assertThatThrownBy(() -> MediaPreparation.prepare("RIFF\0\0\0\0WEBP".getBytes(), "x.webp", false))
                .isInstanceOf(ClientProblem.class);
    }

    /** Black, with a red corner at the top left. */
    private static byte[] jpeg(int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < Math.min(8, width); x++)
            for (int y = 0; y < Math.min(8, height); y++) image.setRGB(x, y, 0xff0000);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", out);
        return out.toByteArray();
    }

    private static boolean isRed(int rgb) {
        return (rgb >> 16 & 0xff) > 150;
    }

    private static byte[] withExif(byte[] jpeg, int orientation) {
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        byte[] all = new byte[jpeg.length + exif.length];
        System.arraycopy(jpeg, 0, all, 0, 2);
        System.arraycopy(exif, 0, all, 2, exif.length);
        System.arraycopy(jpeg, 2, all, 2 + exif.length, jpeg.length - 2);
        return all;
    }

    private static byte[] insertTextChunk(byte[] png) {
        byte[] content = "tEXtComment\0secret place".getBytes(StandardCharsets.ISO_8859_1);
        var crc = new java.util.zip.CRC32();
        crc.update(content);
        var buffer = java.nio.ByteBuffer.allocate(png.length + content.length + 8);
        buffer.put(png, 0, 33).putInt(content.length - 4).put(content).putInt((int) crc.getValue());
        buffer.put(png, 33, png.length - 33);
        return buffer.array();
    }

    private static byte[] riff(Object... chunks) {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < chunks.length; i += 2) {
            byte[] content = (byte[]) chunks[i + 1];
            out.writeBytes(((String) chunks[i]).getBytes(StandardCharsets.ISO_8859_1));
            out.writeBytes(new byte[] {(byte) content.length, 0, 0, 0});
            out.writeBytes(content);
            if (content.length % 2 == 1) out.write(0);
        }
        var file = new ByteArrayOutputStream();
        file.writeBytes("RIFF".getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes(new byte[] {(byte) (out.size() + 4), 0, 0, 0});
        file.writeBytes("WEBP".getBytes(StandardCharsets.ISO_8859_1));
        file.writeBytes(out.toByteArray());
        return file.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

package social.godwit.activitypub.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.media.Inspection.Fit;
import social.godwit.activitypub.media.Inspection.Reason;
import social.godwit.activitypub.media.Inspection.Unfit;

/** Rows 21, 22 and 23 of the checklist: what an upload may be. */
class MediaInspectorTest {
    private final MediaInspector inspector = new MediaInspector(MediaLimits.DEFAULT);

    @ParameterizedTest
    @CsvSource({"png,PNG", "jpg,JPEG", "gif,GIF"})
    void takesPicturesAndReadsTheirSizeWithoutDecoding(String name, MediaFormat format) {
        assertThat(inspector.inspect(picture(name))).isEqualTo(new Fit(format, 40, 30));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void refusesBytesAfterThePicturesEndSoThatNoPolyglotIsKept(String name) {
        byte[] polyglot = join(picture(name), "<script>alert(1)</script>".getBytes(StandardCharsets.UTF_8));
        assertUnfit(polyglot, Reason.BROKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void refusesEveryTruncationOfAPicture(String name) {
        byte[] whole = picture(name);
        for (int length = 0; length < whole.length; length++) {
            assertThat(inspector.inspect(Arrays.copyOf(whole, length)))
                    .as("first %d bytes", length)
                    .isInstanceOf(Unfit.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!doctype html><html></html>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
                "<?xml version=\"1.0\"?><svg/>",
                "{\"@context\":\"https://www.w3.org/ns/activitystreams\",\"type\":\"Note\"}",
                "%PDF-1.7",
                "PK\003\004",
                "MZ",
                ""
            })
    void refusesWhatIsNoMediaWhateverItIsCalled(String content) {
        assertUnfit(content.getBytes(StandardCharsets.ISO_8859_1), Reason.FORMAT);
    }

    @Test
    void refusesPictureBombsByTheirHeader() {
        byte[] png = picture("png");
        ByteBuffer.wrap(png).putInt(16, 60_000).putInt(20, 60_000);
        assertUnfit(png, Reason.DIMENSIONS);
        ByteBuffer.wrap(png).putInt(16, 0);
        assertUnfit(png, Reason.BROKEN);
    }

    @Test
    void refusesAGifOfTooManyFrames() {
        byte[] gif = picture("gif");
        int firstFrame = indexOf(gif, (byte) 0x2c);
        byte[] frame = Arrays.copyOfRange(gif, firstFrame, gif.length - 1);
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(Arrays.copyOf(gif, firstFrame));
        for (int i = 0; i < MediaLimits.DEFAULT.framesMax() + 1; i++) {
            bomb.writeBytes(frame);
        }
        bomb.write(0x3b);
        assertUnfit(bomb.toByteArray(), Reason.DIMENSIONS);
    }

    @Test
    void refusesAJpegThatTellsThePlace() {
        assertUnfit(jpegWithSegment(0xe1, exif(0x8825)), Reason.METADATA);
        assertUnfit(jpegWithSegment(0xe1, exif(0x010f)), Reason.METADATA);
        assertUnfit(
                jpegWithSegment(0xe1, "http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>".getBytes(StandardCharsets.UTF_8)),
                Reason.METADATA);
        assertUnfit(jpegWithSegment(0xed, "Photoshop 3.0\0".getBytes(StandardCharsets.UTF_8)), Reason.METADATA);
        assertUnfit(jpegWithSegment(0xfe, "hello".getBytes(StandardCharsets.UTF_8)), Reason.METADATA);
    }

    @Test
    void takesAJpegThatTellsOnlyWhichSideIsUp() {
        assertThat(inspector.inspect(jpegWithSegment(0xe1, exif(0x0112)))).isInstanceOf(Fit.class);
    }

    @Test
    void refusesAPngThatTellsThePlace() {
        byte[] tiff = Arrays.copyOfRange(exif(0x8825), 6, exif(0x8825).length);
        assertUnfit(pngWithChunk("eXIf", tiff), Reason.METADATA);
        assertUnfit(
                pngWithChunk("iTXt", "XML:com.adobe.xmp\0\0\0\0\0<x/>".getBytes(StandardCharsets.UTF_8)),
                Reason.METADATA);
        assertThat(inspector.inspect(pngWithChunk("tEXt", "Software\0godwit".getBytes(StandardCharsets.UTF_8))))
                .isInstanceOf(Fit.class);
    }

    @Test
    void readsWebp() {
        byte[] vp8x = {'V', 'P', '8', 'X', 10, 0, 0, 0, 0, 0, 0, 0, 39, 0, 0, 29, 0, 0};
        byte[] frame = {'V', 'P', '8', 'L', 6, 0, 0, 0, 0x2f, 0, 0, 0, 0, 0};
        assertThat(inspector.inspect(riff("WEBP", join(vp8x, frame)))).isEqualTo(new Fit(MediaFormat.WEBP, 40, 30));
        assertUnfit(join(riff("WEBP", join(vp8x, frame)), new byte[] {'x', 'x'}), Reason.BROKEN);
        byte[] xmp = {'X', 'M', 'P', ' ', 2, 0, 0, 0, '<', 'x'};
        assertUnfit(riff("WEBP", join(vp8x, join(frame, xmp))), Reason.METADATA);
    }

    @Test
    void readsMp4AndRefusesWhereItWasFilmed() {
        byte[] ftyp = box("ftyp", "isom\0\0\0\0mp42".getBytes(StandardCharsets.ISO_8859_1));
        byte[] tkhd = new byte[84];
        ByteBuffer.wrap(tkhd).putInt(76, 640 << 16).putInt(80, 480 << 16);
        byte[] moov = box("moov", box("trak", box("tkhd", tkhd)));
        byte[] mdat = box("mdat", new byte[10]);
        assertThat(inspector.inspect(join(ftyp, join(moov, mdat)))).isEqualTo(new Fit(MediaFormat.MP4, 640, 480));
        byte[] place = box("udta", box("\u00a9xyz", "+52.5+013.4/".getBytes(StandardCharsets.ISO_8859_1)));
        assertUnfit(join(ftyp, box("moov", join(box("trak", box("tkhd", tkhd)), place))), Reason.METADATA);
        assertUnfit(join(ftyp, join(moov, "<html>".getBytes(StandardCharsets.UTF_8))), Reason.BROKEN);
        assertUnfit(box("ftyp", "qt  \0\0\0\0".getBytes(StandardCharsets.ISO_8859_1)), Reason.FORMAT);
    }

    @Test
    void readsAvif() {
        byte[] ftyp = box("ftyp", "avif\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        byte[] ispe = new byte[12];
        ByteBuffer.wrap(ispe).putInt(4, 40).putInt(8, 30);
        byte[] properties = box("iprp", box("ipco", box("ispe", ispe)));
        byte[] meta = box("meta", join(new byte[4], properties));
        assertThat(inspector.inspect(join(ftyp, meta))).isEqualTo(new Fit(MediaFormat.AVIF, 40, 30));
        byte[] infe = box("iinf", "infe Exif".getBytes(StandardCharsets.ISO_8859_1));
        assertUnfit(join(ftyp, box("meta", join(new byte[4], join(properties, infe)))), Reason.METADATA);
    }

    @Test
    void readsSounds() {
        byte[] wav = riff("WAVE", join("fmt ".getBytes(StandardCharsets.UTF_8), new byte[20]));
        assertThat(inspector.inspect(wav)).isEqualTo(new Fit(MediaFormat.WAV, 0, 0));
        byte[] flac = join("fLaC\0\0\0\42".getBytes(StandardCharsets.ISO_8859_1), new byte[34]);
        assertThat(inspector.inspect(flac)).isEqualTo(new Fit(MediaFormat.FLAC, 0, 0));
        byte[] page = new byte[27 + 1 + 5];
        System.arraycopy("OggS".getBytes(StandardCharsets.UTF_8), 0, page, 0, 4);
        page[26] = 1;
        page[27] = 5;
        assertThat(inspector.inspect(join(page, page))).isEqualTo(new Fit(MediaFormat.OGG, 0, 0));
        assertUnfit(join(page, "<html>".getBytes(StandardCharsets.UTF_8)), Reason.BROKEN);
        byte[] frame = new byte[417];
        frame[0] = (byte) 0xff;
        frame[1] = (byte) 0xfb;
        frame[2] = (byte) 0x90;
        assertThat(inspector.inspect(join(frame, join(frame, frame)))).isEqualTo(new Fit(MediaFormat.MP3, 0, 0));
        assertUnfit(join(frame, "<html>".getBytes(StandardCharsets.UTF_8)), Reason.FORMAT);
    }

    @Test
    void neverFailsOnDamagedFiles() {
        for (String name : new String[] {"png", "jpg", "gif"}) {
            byte[] whole = picture(name);
            for (int at = 0; at < whole.length; at++) {
                byte[] damaged = whole.clone();
                damaged[at] ^= (byte) 0xff;
                assertThat(inspector.inspect(damaged)).isNotNull();
            }
        }
    }

    private void assertUnfit(byte[] file, Reason reason) {
        assertThat(inspector.inspect(file))
                .isInstanceOfSatisfying(
                        Unfit.class,
                        unfit -> assertThat(unfit.reason()).as(unfit.detail()).isEqualTo(reason));
    }

    private static byte[] picture(String name) {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        image.setRGB(3, 3, 0xff8800);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, name, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static byte[] jpegWithSegment(int marker, byte[] data) {
        byte[] jpeg = picture("jpg");
        byte[] segment = ByteBuffer.allocate(4 + data.length)
                .put((byte) 0xff)
                .put((byte) marker)
                .putShort((short) (data.length + 2))
                .put(data)
                .array();
        return join(Arrays.copyOf(jpeg, 2), join(segment, Arrays.copyOfRange(jpeg, 2, jpeg.length)));
    }

    /** An EXIF block whose only entry has this tag. */
    private static byte[] exif(int tag) {
        return ByteBuffer.allocate(6 + 8 + 2 + 12 + 4)
                .put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) tag)
                .putShort((short) 3)
                .putInt(1)
                .putInt(1 << 16)
                .putInt(0)
                .array();
    }

    private static byte[] pngWithChunk(String type, byte[] data) {
        byte[] png = picture("png");
        byte[] body = join(type.getBytes(StandardCharsets.ISO_8859_1), data);
        CRC32 crc = new CRC32();
        crc.update(body);
        byte[] chunk = ByteBuffer.allocate(8 + body.length)
                .putInt(data.length)
                .put(body)
                .putInt((int) crc.getValue())
                .array();
        return join(Arrays.copyOf(png, 33), join(chunk, Arrays.copyOfRange(png, 33, png.length)));
    }

    private static byte[] riff(String type, byte[] chunks) {
        return ByteBuffer.allocate(12 + chunks.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.UTF_8))
                .putInt(4 + chunks.length)
                .put(type.getBytes(StandardCharsets.UTF_8))
                .put(chunks)
                .array();
    }

    private static byte[] box(String type, byte[] data) {
        return ByteBuffer.allocate(8 + data.length)
                .putInt(8 + data.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(data)
                .array();
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static int indexOf(byte[] bytes, byte wanted) {
        // The first image descriptor lies behind the header and the colour table.
        int table = (bytes[10] & 0x80) == 0 ? 0 : 3 << ((bytes[10] & 7) + 1);
        for (int at = 13 + table; at < bytes.length; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        throw new AssertionError("no frame");
    }
}

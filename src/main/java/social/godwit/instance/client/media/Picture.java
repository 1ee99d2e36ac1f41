package social.godwit.instance.client.media;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import social.godwit.instance.client.ClientProblem;

/** Decodes a JPEG or PNG and writes it anew: turned upright, at most {@link #LONGEST_SIDE} pixels wide or high, nothing but pixels. */
final class Picture {
    static final int LONGEST_SIDE = 4096;
    private static final long MOST_PIXELS = 100_000_000;
    private static final float QUALITY = 0.9f;

    private Picture() {}

    static MediaFile reencode(byte[] bytes, MediaType type, String name) {
        BufferedImage image;
        try {
            image = upright(decode(bytes, name), type == MediaType.JPEG ? JpegOrientation.of(bytes) : 1);
            byte[] clean = encode(image, type);
            return new MediaFile(clean, type, image.getWidth(), image.getHeight());
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ClientProblem(name + " is damaged and cannot be read as a picture.", "", e);
        }
    }

    private static BufferedImage decode(byte[] bytes, String name) throws IOException {
        ImageIO.setUseCache(false);
        try (ImageInputStream stream = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) throw new IOException("no reader");
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
                if (pixels > MOST_PIXELS)
                    throw new ClientProblem(
                            name + " has " + pixels / 1_000_000 + " million pixels; at most 100 million can be read.",
                            "Make it smaller and try again.");
                return reader.read(0);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage upright(BufferedImage image, int orientation) {
        boolean sideways = orientation >= 5;
        int width = sideways ? image.getHeight() : image.getWidth();
        int height = sideways ? image.getWidth() : image.getHeight();
        double scale = Math.min(1.0, (double) LONGEST_SIDE / Math.max(width, height));
        int finalWidth = Math.max(1, (int) Math.round(width * scale));
        int finalHeight = Math.max(1, (int) Math.round(height * scale));
        boolean transparent = image.getColorModel().hasAlpha();
        var target = new BufferedImage(
                finalWidth, finalHeight, transparent ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = target.createGraphics();
        try {
            if (!transparent) {
                canvas.setColor(Color.WHITE);
                canvas.fillRect(0, 0, finalWidth, finalHeight);
            }
            canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            var transform =
                    AffineTransform.getScaleInstance((double) finalWidth / width, (double) finalHeight / height);
            transform.concatenate(turn(orientation, image.getWidth(), image.getHeight()));
            canvas.drawImage(image, transform, null);
        } finally {
            canvas.dispose();
        }
        return target;
    }

    /** The eight orientations of EXIF as maps from the stored to the upright picture. */
    private static AffineTransform turn(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }

    private static byte[] encode(BufferedImage image, MediaType type) throws IOException {
        var bytes = new ByteArrayOutputStream();
        if (type == MediaType.PNG) {
            if (!ImageIO.write(image, "png", bytes)) throw new IOException("no PNG writer");
            return bytes.toByteArray();
        }
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}

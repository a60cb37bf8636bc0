package io.puredtls.dtls13;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** RFC 1950, as the JDK has it; bounded when inflating. */
final class Zlib {
    private Zlib() {
    }

    static byte[] compress(byte[] plain) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(plain);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] chunk = new byte[1024];
            while (!deflater.finished()) {
                out.write(chunk, 0, deflater.deflate(chunk));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    /** Exactly {@code length} bytes, or nothing: a stream that goes on is not followed. */
    static Optional<byte[]> decompress(byte[] compressed, int length) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(compressed);
            byte[] plain = new byte[length + 1]; // a byte more shows whether there is more
            int filled = 0;
            while (filled < plain.length && !inflater.finished()) {
                int more = inflater.inflate(plain, filled, plain.length - filled);
                if (more == 0 && !inflater.finished()) {
                    return Optional.empty(); // cut short, or in need of a dictionary
                }
                filled += more;
            }
            boolean whole = inflater.finished() && filled == length && inflater.getRemaining() == 0;
            return whole ? Optional.of(Arrays.copyOf(plain, length)) : Optional.empty();
        } catch (DataFormatException malformed) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}

package io.puredtls.endpoint.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What a client has to say, message by message. */
interface MessageSource {
    /** The next message; empty when there are no more. May wait. */
    Optional<byte[]> next() throws IOException;

    /** Texts, as UTF-8. */
    static MessageSource of(List<String> texts) {
        Iterator<String> left = texts.iterator();
        return () -> left.hasNext() ? Optional.of(left.next().getBytes(StandardCharsets.UTF_8)) : Optional.empty();
    }

    /** A message a line, its bytes as they come; a line ends in LF or CR LF, the last one perhaps in neither. */
    static MessageSource lines(InputStream in) {
        InputStream buffered = new BufferedInputStream(in);
        return () -> {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            int read = buffered.read();
            if (read < 0) {
                return Optional.empty();
            }
            while (read >= 0 && read != '\n') {
                line.write(read);
                read = buffered.read();
            }
            byte[] bytes = line.toByteArray();
            int length = bytes.length > 0 && bytes[bytes.length - 1] == '\r' ? bytes.length - 1 : bytes.length;
            return Optional.of(Arrays.copyOf(bytes, length));
        };
    }
}

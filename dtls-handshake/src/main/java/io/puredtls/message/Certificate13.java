package io.puredtls.message;

import io.puredtls.extension.ExtensionPlacement;
import io.puredtls.extension.Extensions;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * [RFC9846 §4.5.1] The sender's certificates, its own first; empty when a client has none to show.
 *
 * <pre>
 *   certificate_request_context (0..255, length in 1)
 *   certificate_list (0..2^24-1, length in 3) of: cert_data (1..2^24-1, length in 3) · extensions
 * </pre>
 */
public record Certificate13(Bytes certificateRequestContext, List<Entry> certificateList) implements HandshakeMessage {
    /** Copies the list. */
    public Certificate13 {
        certificateList = List.copyOf(certificateList);
    }

    /** One certificate and what is said about it. */
    public record Entry(Bytes certData, Extensions extensions) {
        private static Entry decode(WireReader in) throws DecodeException {
            Bytes certData = in.opaque24("cert_data");
            if (certData.isEmpty()) {
                throw new DecodeException("cert_data", "is empty");
            }
            return new Entry(certData, Extensions.decodeVector(ExtensionPlacement.CERTIFICATE, in));
        }

        private void encode(WireWriter out) {
            out.opaque24("cert_data", certData);
            extensions.encodeVector(out);
        }
    }

    /** Reads a body, which must end with it; also what a {@link CompressedCertificate} holds. */
    public static Certificate13 decode(WireReader in) throws DecodeException {
        Bytes context = in.opaque8("certificate_request_context");
        List<Entry> entries = new ArrayList<>();
        WireReader list = in.vector24("certificate_list");
        while (list.hasMore()) {
            entries.add(Entry.decode(list));
        }
        list.end();
        return new Certificate13(context, entries);
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque8("certificate_request_context", certificateRequestContext);
        out.vector24("certificate_list", list -> certificateList.forEach(each -> each.encode(list)));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE;
    }
}

package io.puredtls.endpoint.cli;

import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.endpoint.DtlsSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** [RFC5705] One wish for exported keying material. */
record ExportRequest(String label, int length) {
    /** [RFC5705 §4, RFC7627 §4] What the handshake itself derives must not be exported under its own name. */
    private static final Set<String> RESERVED = Set.of(
            "client finished", "server finished", "master secret", "extended master secret", "key expansion");

    static List<ExportRequest> all(Arguments given) throws UsageException {
        List<ExportRequest> requests = new ArrayList<>();
        Set<String> labels = new HashSet<>();
        for (String value : given.all(OutputOptions.EXPORT)) {
            ExportRequest request = parse(value);
            if (!labels.add(request.label)) {
                throw UsageException.of(OutputOptions.EXPORT, value, "that label is asked for twice");
            }
            requests.add(request);
        }
        return requests;
    }

    private static ExportRequest parse(String value) throws UsageException {
        int colon = value.lastIndexOf(':');
        if (colon <= 0) {
            throw UsageException.of(OutputOptions.EXPORT, value, "wanted is LABEL:LENGTH");
        }
        String label = value.substring(0, colon);
        int length = HostPort.port(value.substring(colon + 1), 1); // the same range
        if (length < 0) {
            throw UsageException.of(OutputOptions.EXPORT, value, "a length is 1 to 65535 bytes");
        }
        if (RESERVED.contains(label)) {
            throw UsageException.of(OutputOptions.EXPORT, value, "that label is the handshake's own");
        }
        return new ExportRequest(label, length);
    }

    /** What {@code session} exports, in hexadecimal by label. */
    static Map<String, String> fulfil(List<ExportRequest> requests, DtlsSession session) {
        Map<String, String> exports = new LinkedHashMap<>();
        for (ExportRequest request : requests) {
            try (SecretBytes material = session.exportKeyingMaterial(request.label, request.length)) {
                exports.put(request.label, HexFormat.of().formatHex(material.view()));
            }
        }
        return exports;
    }
}

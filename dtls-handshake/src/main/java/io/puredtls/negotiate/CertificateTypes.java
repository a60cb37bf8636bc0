package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.extension.ClientCertificateTypes;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SelectedClientCertificateType;
import io.puredtls.extension.SelectedServerCertificateType;
import io.puredtls.extension.ServerCertificateTypes;
import io.puredtls.message.ClientHello;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * [RFC7250 §4.2] What a server answers about the two ends' Certificate messages: where it says nothing they have certificates.
 *
 * @param client what the client is to show; empty too if it is not to show anything
 * @param server what the server shows; empty too if it does not show anything
 */
public record CertificateTypes(Optional<CertificateType> client, Optional<CertificateType> server) {
    /** Nothing is said. */
    public static final CertificateTypes UNSAID = new CertificateTypes(Optional.empty(), Optional.empty());

    /** A server's answer, to what the hello offers alone. */
    static CertificateTypes answering(ClientHello hello, Optional<CertificateType> client, Optional<CertificateType> server) {
        // [RFC7250 §4.2#2] [RFC7250 §4.2#5]
        return new CertificateTypes(
                client.filter(any -> hello.extensions().has(ClientCertificateTypes.class)),
                server.filter(any -> hello.extensions().has(ServerCertificateTypes.class)));
    }

    /** What a server answered, which is something that {@code hello} offers. */
    public static CertificateTypes read(ClientHello hello, Extensions answer) throws ProtocolException {
        Optional<CertificateType> client = answer.find(SelectedClientCertificateType.class).map(SelectedClientCertificateType::chosen);
        Optional<CertificateType> server = answer.find(SelectedServerCertificateType.class).map(SelectedServerCertificateType::chosen);
        // [RFC7250 §4.2#3]
        requireOffered(client, hello.find(ClientCertificateTypes.class).map(ClientCertificateTypes::types).orElse(List.of()), "client");
        requireOffered(server, hello.find(ServerCertificateTypes.class).map(ServerCertificateTypes::types).orElse(List.of()), "server");
        return new CertificateTypes(client, server);
    }

    private static void requireOffered(Optional<CertificateType> chosen, List<CertificateType> offered, String whose) throws ProtocolException {
        if (chosen.isPresent() && !offered.contains(chosen.get())) {
            throw violation(Violation.UNOFFERED_CERTIFICATE_TYPE,
                    "the server chose " + whose + "_certificate_type " + chosen.get() + ", we offered " + offered);
        }
    }

    /** The extensions that say so. */
    public List<Extension> extensions() {
        List<Extension> list = new ArrayList<>();
        client.ifPresent(type -> list.add(new SelectedClientCertificateType(type)));
        server.ifPresent(type -> list.add(new SelectedServerCertificateType(type)));
        return list;
    }

    /** What the client shows, if anything. */
    public CertificateType ofClient() {
        return client.orElse(CertificateType.X509);
    }

    /** What the server shows, if anything. */
    public CertificateType ofServer() {
        return server.orElse(CertificateType.X509);
    }
}

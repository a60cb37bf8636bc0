package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.explain.Overview.Flight;
import io.puredtls.endpoint.explain.Sender;
import java.util.List;
import java.util.Optional;

/** What a demonstration says of one version: why each flight is sent, and what its secrets are called. */
enum DemoCourse {
    /** [RFC6347 §4.2.4] The six flights of a full handshake. */
    DTLS12("DTLS 1.2", List.of(
            new Reason(Sender.CLIENT, "ClientHello",
                    "The client says what it can do: cipher suites, groups, signature schemes. The sender of a UDP datagram can lie about its "
                    + "address, so the server remembers nothing of this."),
            new Reason(Sender.SERVER, "HelloVerifyRequest",
                    "The server says: once more, with this cookie. It is bound to the sender's address, so only who receives mail there can bring "
                    + "it back. The server still remembers nothing."),
            new Reason(Sender.CLIENT, "ClientHello",
                    "The same hello with the cookie. The address is proven; only now does the server begin to work."),
            new Reason(Sender.SERVER, "ServerHello",
                    "The server chooses, shows its certificate, and signs a key share that it made for this handshake alone. ServerHelloDone "
                    + "marks the end of its turn."),
            new Reason(Sender.CLIENT, "ClientKeyExchange",
                    "The client has checked name, certificate and signature. With its own share both ends have the keys: what follows "
                    + "[ChangeCipherSpec] is epoch 1, encrypted. Finished proves that both saw the same messages."),
            new Reason(Sender.SERVER, "[ChangeCipherSpec]",
                    "The server proves the same. Nobody was in the middle, nobody changed a byte, and data may flow.")),
            "RFC 5705", "the master secret"),
    /** [RFC9147 §5.7] A full handshake with a HelloRetryRequest, and what follows it. */
    DTLS13("DTLS 1.3", List.of(
            new Reason(Sender.CLIENT, "ClientHello",
                    "The client says what it can do, and sends a key share at once. The sender of a UDP datagram can lie about its address, "
                    + "so the server remembers nothing of this."),
            new Reason(Sender.SERVER, "HelloRetryRequest",
                    "The server says: once more, with this cookie, which is bound to the sender's address; and with a share in another group, if "
                    + "it likes one better. The server still remembers nothing: what it needs to know of the first hello is in the cookie."),
            new Reason(Sender.CLIENT, "ClientHello",
                    "The same hello with the cookie, and with a share in the group that was asked for, if one was. The address is proven; only "
                    + "now does the server begin to work."),
            new Reason(Sender.SERVER, "ServerHello",
                    "The server chooses and sends its key share: from here both ends have the handshake's keys, and all that follows is "
                    + "encrypted, in epoch 2, several messages to a record. It shows its certificate, signs all that was said, and its Finished "
                    + "proves that it has the keys."),
            new Reason(Sender.CLIENT, "Finished",
                    "The client has checked name, certificate and signature, and proves that both saw the same messages. What it says after "
                    + "this is epoch 3, under the application's keys."),
            new Reason(Sender.SERVER, "[ACK]",
                    "Nothing else would answer the client's last flight, so the server acknowledges its record, by epoch and number. Behind it "
                    + "stand tickets: with each the client can come back without certificates being shown again."),
            new Reason(Sender.CLIENT, "[ACK]",
                    "The tickets have come. Nobody was in the middle, nobody changed a byte, and data may flow.")),
            "RFC 9846, section 7.5", "the exporter secret, and that from the main secret");

    private final String title;
    private final List<Reason> reasons;
    private final String exporterClause;
    private final String exportedFrom;

    /** Why {@code from} sends a flight in which there is {@code what}. */
    private record Reason(Sender from, String what, String why) {
        boolean isFor(Flight flight) {
            return flight.from() == from && flight.datagrams().stream().flatMap(datagram -> datagram.records().stream())
                    .flatMap(record -> record.items().stream()).anyMatch(item -> item.words().startsWith(what));
        }
    }

    DemoCourse(String title, List<Reason> reasons, String exporterClause, String exportedFrom) {
        this.title = title;
        this.reasons = reasons;
        this.exporterClause = exporterClause;
        this.exportedFrom = exportedFrom;
    }

    /** The version. */
    String title() {
        return title;
    }

    /** Why flight {@code index} of a handshake is sent; empty if it is not the one that belongs there, as one sent again. */
    Optional<String> reason(int index, Flight flight) {
        return reasons.stream().skip(index).findFirst().filter(reason -> reason.isFor(flight)).map(Reason::why);
    }

    /** Where exporters are defined. */
    String exporterClause() {
        return exporterClause;
    }

    /** What exported keying material is derived from. */
    String exportedFrom() {
        return exportedFrom;
    }
}

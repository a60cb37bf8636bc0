package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.Mobility;
import io.puredtls.config.ReturnRoutability;
import io.puredtls.config.Settings;
import io.puredtls.extension.Extension;
import io.puredtls.extension.RequestedConnectionId;
import io.puredtls.extension.Rrc;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ConnectionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * [RFC9146 §3] What two hellos agree on about connection IDs. The same in both versions.
 *
 * @param ours what we want to see in the peer's records; empty for none
 * @param peers what the peer wants to see in ours; empty for none
 * @param returnRoutability whether each answers the other's checks
 */
public record ConnectionIds(ConnectionId ours, ConnectionId peers, boolean returnRoutability) {
    /** Header, protection, and some of a message. */
    private static final int REST_OF_A_RECORD = 112;

    /** What a client offers; nothing if none are configured. */
    public static List<Extension> offer(Settings settings) {
        Mobility mobility = settings.mobility();
        return mobility.connectionIds()
                .map(generator -> extensions(generator.next(settings.entropy()), mobility.returnRoutability() != ReturnRoutability.NONE))
                .orElse(List.of());
    }

    /** [RFC9853 §3] Whoever offers one offers the check too. */
    private static List<Extension> extensions(ConnectionId ours, boolean check) {
        List<Extension> list = new ArrayList<>();
        list.add(new RequestedConnectionId(ours));
        // [RFC9853 §3#1] [RFC9853 §3#3]
        if (check) {
            list.add(new Rrc());
        }
        return list;
    }

    /** What a client offered to receive; empty for none. */
    public static ConnectionId offered(ClientHello hello) {
        return hello.find(RequestedConnectionId.class).map(RequestedConnectionId::cid).orElse(ConnectionId.NONE);
    }

    /** What a server makes of a hello; empty where the client offers, or we want, nothing. */
    public static Optional<ConnectionIds> choose(ClientHello hello, Settings settings) {
        Optional<RequestedConnectionId> offered = hello.find(RequestedConnectionId.class);
        if (offered.isEmpty() || settings.mobility().connectionIds().isEmpty() || isTooLong(offered.get().cid(), settings)) {
            return Optional.empty();
        }
        // [RFC9853 §3#2] without connection_id this is not reached
        boolean check = hello.extensions().has(Rrc.class) && settings.mobility().returnRoutability() != ReturnRoutability.NONE;
        return Optional.of(new ConnectionIds(
                settings.mobility().connectionIds().get().next(settings.entropy()), offered.get().cid(), check));
    }

    /** Whether no record of ours with it would have room for anything else. */
    private static boolean isTooLong(ConnectionId id, Settings settings) {
        return id.length() > settings.mtu() - REST_OF_A_RECORD;
    }

    /** What the server's hello says about it. */
    public List<Extension> answer() {
        return extensions(ours, returnRoutability);
    }

    /** What a client reads in the answer to {@code hello}, of which it is known that all in it was offered. */
    public static Optional<ConnectionIds> answered(ClientHello hello, ServerHello answer, Settings settings) throws ProtocolException {
        Optional<RequestedConnectionId> peers = answer.find(RequestedConnectionId.class);
        boolean check = answer.extensions().has(Rrc.class);
        if (check && peers.isEmpty()) {
            throw violation(Violation.CHECK_WITHOUT_CONNECTION_ID, "the server answers rrc and not connection_id");
        }
        if (peers.isPresent() && isTooLong(peers.get().cid(), settings)) {
            throw violation(Violation.CONNECTION_ID_TOO_LONG, "the server wants a connection ID of " + peers.get().cid().length()
                    + " bytes in datagrams of at most " + settings.mtu());
        }
        return peers.map(each -> new ConnectionIds(offered(hello), each.cid(), check));
    }
}

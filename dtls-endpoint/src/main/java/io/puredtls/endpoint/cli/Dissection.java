package io.puredtls.endpoint.cli;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.endpoint.cli.DatagramSource.Datagram;
import io.puredtls.endpoint.explain.MessageReader;
import io.puredtls.endpoint.explain.OfferedConnectionId;
import io.puredtls.extension.Extensions;
import io.puredtls.fragment.FragmentView;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.ServerHello;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the datagrams of one file in their order, and keeps what later ones need: parts of messages, and the connection
 * IDs that hellos in the clear ask for. Never throws for what it reads. Not thread-safe.
 */
final class Dissection {
    private final MessageAssembly parts = new MessageAssembly();
    private final Set<Bytes> connectionIds = new LinkedHashSet<>();
    private final List<MessageAssembly.Whole> completed = new ArrayList<>();
    private Optional<String> from = Optional.empty();
    private int number;

    /** A datagram's fields, and the messages whose last part was in it. */
    record Read(int number, List<Field> fields, List<MessageAssembly.Whole> completed) {
        /** Whether there is at least one record in it. */
        boolean isDtls() {
            return fields.stream().anyMatch(field -> !field.name().equals(DatagramReader.NOT_READ));
        }
    }

    /** The next datagram, number {@code count} of the file. */
    Read read(Datagram datagram, int count) {
        number = count;
        from = datagram.from();
        completed.clear();
        List<Field> fields = new DatagramReader(datagram.bytes(), this).records();
        return new Read(number, fields, List.copyOf(completed));
    }

    /** A part of a message in the clear. */
    void part(FragmentView part) {
        parts.add(part, from, number).ifPresent(completed::add);
    }

    /** The length of the connection ID that stands at {@code offset}, if it is one that a hello asked for. */
    Optional<Integer> connectionIdAt(byte[] datagram, int offset) {
        return connectionIds.stream().map(Bytes::length).filter(length -> length <= datagram.length - offset
                && connectionIds.contains(Bytes.of(datagram, offset, length))).findFirst();
    }

    /** The fields of a message whose body stands at {@code offset} of {@code data}. */
    Field message(HandshakeType type, byte[] data, int offset, int length) {
        FieldTree tree = new FieldTree(data, offset);
        try {
            Optional<HandshakeMessage> message = MessageReader.DTLS12.decode(type, data, offset, length, tree);
            message.ifPresent(this::learn);
            String name = message.isPresent() && message.get() instanceof HelloRetryRequest ? "HelloRetryRequest" : type.toString();
            return Field.of(name, offset, length, length == 0 ? "empty" : "", tree.fields());
        } catch (ProtocolException malformed) {
            if (malformed.violation() == Violation.UNKNOWN_HANDSHAKE_MESSAGE) {
                return Field.leaf("body", offset, length, "not decoded: " + type + " is not known in the clear here");
            }
            return malformed(type, tree, offset, length, malformed.getMessage());
        } catch (DecodeException malformed) {
            return malformed(type, tree, offset, length, type + ": " + malformed.getMessage());
        }
    }

    private static Field malformed(HandshakeType type, FieldTree tree, int offset, int length, String fault) {
        List<Field> fields = new ArrayList<>(tree.fields());
        if (tree.end() < offset + length) {
            fields.add(Field.leaf(DatagramReader.NOT_READ, tree.end(), offset + length - tree.end(), ""));
        }
        return Field.of(type.toString(), offset, length, "", fields).with(fault);
    }

    private void learn(HandshakeMessage message) {
        if (message instanceof ClientHello hello) {
            learn(hello.extensions());
        } else if (message instanceof ServerHello hello) {
            learn(hello.extensions());
        }
    }

    private void learn(Extensions extensions) {
        OfferedConnectionId.in(extensions).filter(id -> !id.isEmpty()).ifPresent(connectionIds::add);
    }
}

package io.puredtls.engine;

import io.puredtls.fragment.AssembledMessage;
import io.puredtls.message.ClientHello;
import io.puredtls.server.RetriedHello;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/** A ClientHello that an association may begin with, as the gate found. Only the gate makes one. */
public final class VerifiedHello {
    private final AssembledMessage message;
    private final ClientHello hello;
    private final long recordSequence;
    private final Optional<RetriedHello> retried;
    private final Bytes address;
    private final AddressProof proof;

    VerifiedHello(
            AssembledMessage message, ClientHello hello, long recordSequence, Optional<RetriedHello> retried, Bytes address, AddressProof proof) {
        this.message = message;
        this.hello = hello;
        this.recordSequence = recordSequence;
        this.retried = retried;
        this.address = address;
        this.proof = proof;
    }

    /** Whether it is known that the client is where it says it is. */
    enum AddressProof {
        /** By a cookie, or because the configuration says that it always is. */
        PROVEN,
        /** By nothing yet: no more is sent there than three times what came, until something comes under the handshake's keys. */
        PENDING
    }

    /** The client's random in hexadecimal, by which its handshake is known before it has keys. */
    public String randomHex() {
        return hello.random().hex();
    }

    AssembledMessage message() {
        return message;
    }

    int messageSeq() {
        return message.messageSeq();
    }

    /** [RFC6347 §4.2.1#13] Where the server's own record numbers begin: behind those of any request that was sent before. */
    long recordSequence() {
        return recordSequence;
    }

    /** What the gate asked for in the server's name, if it did in DTLS 1.3. */
    Optional<RetriedHello> retried() {
        return retried;
    }

    /** What tickets for this client are bound to. */
    Bytes address() {
        return address;
    }

    boolean isAddressProven() {
        return proof == AddressProof.PROVEN;
    }
}

package io.puredtls.engine;

import io.puredtls.fragment.AssembledMessage;
import io.puredtls.message.ClientHello;

/** Proof that a ClientHello came from the address it says, by a cookie or by {@code CookiePolicy}. Only the gate makes one. */
public final class VerifiedHello {
    private final AssembledMessage message;
    private final ClientHello hello;
    private final long recordSequence;

    VerifiedHello(AssembledMessage message, ClientHello hello, long recordSequence) {
        this.message = message;
        this.hello = hello;
        this.recordSequence = recordSequence;
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

    /** [RFC6347 §4.2.1#13] Where the server's own record numbers begin. */
    long recordSequence() {
        return recordSequence;
    }
}

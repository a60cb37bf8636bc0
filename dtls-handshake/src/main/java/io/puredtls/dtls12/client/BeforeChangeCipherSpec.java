package io.puredtls.dtls12.client;

import io.puredtls.message.NewSessionTicket12;
import io.puredtls.state.HandshakeState;

/** The states that the server's ChangeCipherSpec is awaited in, after a ticket if it has promised one. */
sealed interface BeforeChangeCipherSpec extends HandshakeState permits AwaitChangeCipherSpec, AwaitResumedChangeCipherSpec {
    /** The same, with what the server gave. */
    BeforeChangeCipherSpec with(NewSessionTicket12 ticket);
}

package io.puredtls.engine;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.transcript.Transcript;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/**
 * [RFC9147 §5.1] What a HelloRetryRequest's cookie holds, so that nothing need be remembered: the choice that was made,
 * and the hash of the first hello for the transcript. Sealed, and bound to the peer's address, by {@link CookieKeys}.
 *
 * <pre>
 *   cipher_suite (2) · group asked for, or 0 (2) · hash of the first ClientHello (32 or 48)
 * </pre>
 */
record RetryCookie(CipherSuite suite, Optional<NamedGroup> group, Bytes firstHash) {
    /** The content to be sealed. */
    byte[] content() {
        WireWriter out = new WireWriter();
        out.u16("cipher_suite", suite.code());
        out.u16("selected_group", group.map(NamedGroup::code).orElse(0));
        // [RFC9147 §5.1#9]
        out.fixed("hash", firstHash);
        return out.toArray();
    }

    /** Reads content that was sealed by us. */
    static RetryCookie of(byte[] content) {
        try {
            WireReader in = new WireReader(content, 0, content.length);
            CipherSuite suite = new CipherSuite(in.u16("cipher_suite"));
            int group = in.u16("selected_group");
            return new RetryCookie(suite, group == 0 ? Optional.empty() : Optional.of(new NamedGroup(group)), in.rest("hash"));
        } catch (DecodeException impossible) {
            throw new IllegalStateException("a cookie of ours has no content", impossible);
        }
    }

    /** [RFC9846 §4.1] The hash of a first hello, by the hash of the suite that was chosen. */
    static Bytes hash(AssembledMessage hello, CipherSuite suite, Jca jca) {
        Transcript transcript = new Transcript();
        transcript.append(hello.type(), hello.messageSeq(), hello.body());
        transcript.begin(jca, suite.hash(), TranscriptFraming.DTLS13);
        // [RFC9147 §11#6]
        return Bytes.of(transcript.hash());
    }
}

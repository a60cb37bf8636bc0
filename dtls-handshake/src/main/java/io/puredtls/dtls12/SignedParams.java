package io.puredtls.dtls12;

import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.wire.WireWriter;

/** [RFC8422 §5.4] What the server signs in ServerKeyExchange: {@code client_random + server_random + params}. */
public final class SignedParams {
    private SignedParams() {
    }

    /** The bytes to be signed. */
    public static byte[] content(Randoms randoms, ServerEcdhParams params) {
        WireWriter out = new WireWriter();
        params.encode(out);
        return randoms.clientFirst(out.toArray());
    }
}

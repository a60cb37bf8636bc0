package io.puredtls.dtls13.client;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.message.ClientHello;
import io.puredtls.transcript.Transcript;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** [RFC9846 §4.3.11.2] Proofs that the sender of a hello has the keys it offers, in the hello itself. */
public final class Binders {
    private Binders() {
    }

    /** The hello with its last extension: the identities of {@code keys}, and a binder for each over all that comes before them. */
    public static ClientHello append(ClientHello hello, List<OfferedKey> keys, Jca jca, Transcript transcript) {
        if (keys.isEmpty()) {
            return hello;
        }
        List<PskIdentity> identities = keys.stream().map(OfferedKey::identity).toList();
        // first with binders of the right lengths, as lengths are covered
        // [RFC9846 §4.3.11.2#2]
        List<Bytes> empty = keys.stream().map(each -> Bytes.of(new byte[each.hash().length()])).toList();
        ClientHello unbound = with(hello, new PreSharedKeys(identities, empty));
        byte[] body = unbound.toBytes().toArray();
        byte[] truncated = Arrays.copyOf(body, body.length - new PreSharedKeys(identities, empty).bindersLength());
        // [RFC9846 §4.3.11#2]
        List<Bytes> binders = new ArrayList<>();
        for (OfferedKey key : keys) {
            // [RFC9846 §4.3.11.2#1] [RFC9846 §4.3.11.2#4]
            byte[] hash = transcript.hashWithTruncatedHello(jca, key.hash(), body.length, truncated);
            try (EarlySecret secret = key.earlySecret(jca)) {
                binders.add(Bytes.of(secret.binder(key.kind(), hash)));
            }
        }
        // [RFC9846 §4.3.11#13]
        return with(hello, new PreSharedKeys(identities, binders));
    }

    private static ClientHello with(ClientHello hello, PreSharedKeys keys) {
        List<Extension> list = new ArrayList<>(hello.extensions().list());
        list.add(keys);
        return hello.withExtensions(new Extensions(list));
    }
}

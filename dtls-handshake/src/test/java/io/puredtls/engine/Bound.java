package io.puredtls.engine;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.secret.SecretBytes;
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
import java.util.function.UnaryOperator;

/** First hellos with pre-shared keys for SHA-256 that were changed and are bound anew, or bound wrongly. */
final class Bound {
    private Bound() {
    }

    static PreSharedKeys keys(ClientHello hello) {
        return hello.find(PreSharedKeys.class).orElseThrow();
    }

    /** The hello with the binder that {@code secret}, an external key, makes, in all places. */
    static ClientHello again(ClientHello hello, byte[] secret) {
        return again(hello, secret, PskKind.EXTERNAL);
    }

    static ClientHello again(ClientHello hello, byte[] secret, PskKind kind) {
        byte[] body = hello.toBytes().toArray();
        byte[] truncated = Arrays.copyOf(body, body.length - keys(hello).bindersLength());
        byte[] hash = new Transcript().hashWithTruncatedHello(Jca.PLATFORM, HashAlgorithm.SHA256, body.length, truncated);
        try (SecretBytes key = SecretBytes.copyOf(secret, 0, secret.length);
                EarlySecret early = EarlySecret.of(Jca.PLATFORM, HashAlgorithm.SHA256, key)) {
            Bytes binder = Bytes.of(early.binder(kind, hash));
            return with(hello, keys -> new PreSharedKeys(keys.identities(), keys.binders().stream().map(each -> binder).toList()));
        }
    }

    /** The hello with another age of all its keys, not bound anew. */
    static ClientHello withAge(ClientHello hello, long age) {
        return with(hello, keys -> new PreSharedKeys(
                keys.identities().stream().map(each -> new PskIdentity(each.identity(), age)).toList(), keys.binders()));
    }

    /** The hello with one identity more at the front, not bound anew. */
    static ClientHello behind(ClientHello hello, PskIdentity first) {
        return with(hello, keys -> {
            List<PskIdentity> identities = new ArrayList<>(List.of(first));
            identities.addAll(keys.identities());
            List<Bytes> binders = new ArrayList<>(List.of(Bytes.of(new byte[32])));
            binders.addAll(keys.binders());
            return new PreSharedKeys(identities, binders);
        });
    }

    static ClientHello withWrongBinder(ClientHello hello, int index) {
        return with(hello, keys -> {
            List<Bytes> binders = new ArrayList<>(keys.binders());
            binders.set(index, Bytes.of(new byte[32]));
            return new PreSharedKeys(keys.identities(), binders);
        });
    }

    private static ClientHello with(ClientHello hello, UnaryOperator<PreSharedKeys> change) {
        List<Extension> list = new ArrayList<>(hello.extensions().list());
        list.replaceAll(each -> each instanceof PreSharedKeys keys ? change.apply(keys) : each);
        return hello.withExtensions(new Extensions(list));
    }
}

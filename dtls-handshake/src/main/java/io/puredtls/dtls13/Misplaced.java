package io.puredtls.dtls13;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.UnknownExtension;

/** [RFC9846 §4.3] What may say anything that is not known yet may still not say what belongs elsewhere. */
final class Misplaced {
    private Misplaced() {
    }

    /** Refuses what is known, and not for this message: there it is read as what nobody knows. */
    static void check(Extensions extensions, String message) throws ProtocolException {
        for (Extension extension : extensions.list()) {
            // [RFC9846 §4.7.1#13] [RFC9846 §9.3#2]
            if (extension instanceof UnknownExtension && extension.type().isSpoken()) {
                throw violation(Violation.MISPLACED_EXTENSION, extension.type() + " in a " + message);
            }
        }
    }
}

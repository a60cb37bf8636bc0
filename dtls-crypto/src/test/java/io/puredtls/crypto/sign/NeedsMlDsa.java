package io.puredtls.crypto.sign;

import java.security.Security;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** For tests of what only some JDKs have. */
public final class NeedsMlDsa {
    private NeedsMlDsa() {
    }

    /** Whether this JDK has ML-DSA; asked without the code that is tested. */
    public static boolean isMet() {
        return List.of("44", "65", "87").stream().allMatch(set -> Security.getProviders("Signature.ML-DSA-" + set) != null);
    }

    /** Skips a test of {@code who}, loudly, where there is none. */
    public static void orSkip(Class<?> who) {
        if (!isMet()) {
            String reason = "this JDK, " + Runtime.version() + ", has no ML-DSA";
            System.err.println("SKIPPED: a test of " + who.getName() + ", since " + reason);
            Assumptions.abort(reason);
        }
    }
}

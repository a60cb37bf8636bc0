package io.puredtls.crypto.kex;

import java.security.Provider;
import java.security.Security;
import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;

/** For tests of what only some JDKs have. */
final class NeedsMlKem {
    private NeedsMlKem() {
    }

    /** Whether any provider of this JDK has ML-KEM; asked without the code that is tested. */
    static boolean isMet() {
        return Arrays.stream(Security.getProviders()).anyMatch(NeedsMlKem::isIn);
    }

    private static boolean isIn(Provider provider) {
        return provider.getService("KEM", "ML-KEM-768") != null && provider.getService("KEM", "ML-KEM-1024") != null;
    }

    /** Skips the tests of {@code who}, loudly, where there is none. */
    static void orSkip(Class<?> who) {
        if (!isMet()) {
            String reason = "this JDK, " + Runtime.version() + ", has no ML-KEM";
            System.err.println("SKIPPED: " + who.getName() + ", since " + reason);
            Assumptions.abort(reason);
        }
    }
}

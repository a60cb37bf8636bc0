package io.puredtls.endpoint.cli;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;

/** What the Java runtime may lack: before JDK 22 elliptic curves are in a JDK module of their own, which a runtime image may be without. */
final class JavaRuntime {
    private static final String CURVES = "jdk.crypto.ec";

    private JavaRuntime() {
    }

    /** Without any group there is no handshake. */
    static void requireGroups() throws UsageException {
        if (NamedGroup.available(Jca.PLATFORM).isEmpty()) {
            throw new UsageException(lacking("no group for key exchange"));
        }
    }

    /** Says what is missing, and which module of the JDK would have it. */
    static String lacking(String what) {
        return (ModuleLayer.boot().findModule(CURVES).isPresent() ? "this Java runtime lacks something: "
                : "this Java runtime is without the JDK module " + CURVES + ", which has the elliptic curves: ") + what;
    }
}

package io.puredtls.trust;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** [RFC5280 §6.1.1] The trust anchors, by name. Immutable and thread-safe. */
final class TrustedRoots {
    private final Set<X509Certificate> all;
    private final Map<X500Principal, List<X509Certificate>> byName;

    TrustedRoots(Collection<X509Certificate> roots) {
        this.all = Collections.unmodifiableSet(new LinkedHashSet<>(List.copyOf(roots))); // in the order given
        Map<X500Principal, List<X509Certificate>> grouped = new HashMap<>();
        for (X509Certificate root : all) {
            grouped.computeIfAbsent(root.getSubjectX500Principal(), name -> new ArrayList<>()).add(root);
        }
        this.byName = Map.copyOf(grouped);
    }

    boolean contains(X509Certificate certificate) {
        return all.contains(certificate);
    }

    /** The roots of this name: more than one when an authority changed its key. */
    List<X509Certificate> named(X500Principal name) {
        return byName.getOrDefault(name, List.of());
    }

    int size() {
        return all.size();
    }
}

package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * [RFC4158 §2] Finds a path from an end entity to a root among the certificates a peer sent, in whatever order, with
 * unrelated ones between them. Issuers are found by name; those whose key identifier fits come first. The JDK's builder
 * is not used: it gives up after some dead ends and says of all failures that there is no path.
 *
 * <p>Whoever sends certificates that sign each other crosswise makes the number of paths explode: at most
 * {@value #MOST_STEPS} certificates are looked at and {@value #MOST_PATHS} paths to a root are checked. For one search;
 * not thread-safe.
 */
final class PathSearch {
    static final int MOST_STEPS = 256;
    static final int MOST_PATHS = 16;

    private final TrustedRoots roots;
    private final List<X509Certificate> offered;
    private final PathCheck check;
    private int steps;
    private int paths;
    private Optional<Refusal> refusal = Optional.empty();
    private Optional<List<X509Certificate>> deadEnd = Optional.empty(); // the first path that leads no further

    /** A search over {@code offered}, the certificates that the peer sent. */
    PathSearch(TrustedRoots roots, List<X509Certificate> offered, PathCheck check) {
        this.roots = roots;
        this.offered = List.copyOf(offered);
        this.check = check;
    }

    /** Finds a valid path from {@code leaf} to a root, or refuses for what is wrong with the most likely one. */
    void from(X509Certificate leaf) throws Refusal {
        if (reachesRoot(List.of(leaf))) {
            return;
        }
        List<X509Certificate> path = deadEnd.orElse(List.of(leaf));
        X509Certificate last = path.get(path.size() - 1);
        boolean selfIssued = last.getSubjectX500Principal().equals(last.getIssuerX500Principal());
        boolean namesake = hasNamesake(last);
        if (refusal.isPresent() && !(selfIssued && namesake && isSignedThroughout(path))) {
            throw refusal.get();
        }
        // [RFC9846 §4.5.1.2#9]
        throw new Refusal(Violation.CERTIFICATE_NOT_TRUSTED, PeerText.of(last) + (selfIssued ? " is self-issued, and " + noRoot(namesake)
                : " was issued by '" + PeerText.of(last.getIssuerX500Principal().getName()) + "'; neither " + theRoots()
                        + " nor the other certificates of the peer lead further"));
    }

    private boolean hasNamesake(X509Certificate certificate) {
        List<X509Certificate> named = roots.named(certificate.getSubjectX500Principal());
        return !named.isEmpty() && named.stream().noneMatch(root -> root.getPublicKey().equals(certificate.getPublicKey()));
    }

    private String noRoot(boolean namesake) {
        return roots.size() == 1 ? "not the one trusted root" + (namesake ? ", which has its name but another key" : "")
                : "not among " + theRoots() + (namesake ? ", of which one has its name but another key" : "");
    }

    private String theRoots() {
        return roots.size() == 1 ? "the one trusted root" : "the " + roots.size() + " trusted roots";
    }

    /** Each by the next, the last by itself: then no root of its name did, and why that one does not fit says nothing. */
    private static boolean isSignedThroughout(List<X509Certificate> path) {
        for (int i = 0; i < path.size(); i++) {
            if (!isSigned(path.get(i), path.get(Math.min(i + 1, path.size() - 1)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSigned(X509Certificate certificate, X509Certificate issuer) {
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException other) { // the JDK throws unchecked ones at some keys
            return false;
        }
    }

    private boolean reachesRoot(List<X509Certificate> path) {
        X509Certificate last = path.get(path.size() - 1);
        steps++;
        for (X509Certificate root : likelyFirst(roots.named(last.getIssuerX500Principal()), last)) {
            if (paths < MOST_PATHS && isValid(path, root)) {
                return true;
            }
        }
        // [RFC9846 §4.5.1#12]
        for (X509Certificate issuer : likelyFirst(offeredIssuers(path, last), last)) {
            if (steps < MOST_STEPS && paths < MOST_PATHS && reachesRoot(plus(path, issuer))) {
                return true;
            }
        }
        if (deadEnd.isEmpty()) {
            deadEnd = Optional.of(path);
        }
        return false;
    }

    private boolean isValid(List<X509Certificate> path, X509Certificate root) {
        paths++;
        try {
            check.check(path, root);
            return true;
        } catch (Refusal found) {
            // The first path is the most likely one. But that another authority has this name says little.
            if (refusal.isEmpty() || refusal.get().violation() == Violation.CERTIFICATE_NOT_TRUSTED) {
                refusal = Optional.of(found);
            }
            return false;
        }
    }

    /** [RFC4158 §5.2] No name with the same key twice in a path: this ends every cycle. */
    private List<X509Certificate> offeredIssuers(List<X509Certificate> path, X509Certificate last) {
        return offered.stream()
                .filter(each -> each.getSubjectX500Principal().equals(last.getIssuerX500Principal()))
                .filter(each -> path.stream().noneMatch(used -> isSameEntity(used, each)))
                .toList();
    }

    private static boolean isSameEntity(X509Certificate one, X509Certificate other) {
        return one.getSubjectX500Principal().equals(other.getSubjectX500Principal())
                && one.getPublicKey().equals(other.getPublicKey());
    }

    private static List<X509Certificate> likelyFirst(List<X509Certificate> issuers, X509Certificate issued) {
        return issuers.stream().sorted(Comparator.comparing(issuer -> KeyIdentifiers.compare(issued, issuer))).toList();
    }

    private static List<X509Certificate> plus(List<X509Certificate> path, X509Certificate issuer) {
        List<X509Certificate> longer = new ArrayList<>(path);
        longer.add(issuer);
        return longer;
    }
}

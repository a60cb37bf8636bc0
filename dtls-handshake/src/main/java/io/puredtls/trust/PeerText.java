package io.puredtls.trust;

import java.security.cert.X509Certificate;

/** Text that others chose, made fit for one line of a log: printable ASCII, and not long. */
final class PeerText {
    /** What is longer is cut here. */
    static final int LONGEST = 200;

    private PeerText() {
    }

    /** {@code text} with everything outside printable ASCII, and the backslash, escaped, cut at {@value #LONGEST}. */
    static String of(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            String shown = each >= ' ' && each < 0x7f && each != '\\' ? String.valueOf(each) : String.format("\\u%04x", (int) each);
            if (safe.length() + shown.length() > LONGEST) {
                return safe.append("...").toString();
            }
            safe.append(shown);
        }
        return safe.toString();
    }

    /** What an exception says; peers influence it. */
    static String of(Exception thrown) {
        return of(thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage());
    }

    /** How to call a certificate in a sentence: by its subject, else by its alternative names. */
    static String of(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        return "certificate '" + (subject.isEmpty() ? of(AlternativeNames.describe(certificate)) : of(subject)) + "'";
    }
}

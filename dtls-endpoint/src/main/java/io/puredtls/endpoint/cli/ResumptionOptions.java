package io.puredtls.endpoint.cli;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.EarlyMessages;
import io.puredtls.endpoint.cli.OptionTable.Section;
import io.puredtls.endpoint.text.FileFault;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session12;
import io.puredtls.session.Session13;
import io.puredtls.session.Session;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.OcspStapling;
import io.puredtls.trust.PkixTrust;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.ReferenceIdentity;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** [RFC9846 §2.2] How a client comes back, and what it does with the session it has. */
final class ResumptionOptions {
    static final Option SESSION_OUT = Option.value("--session-out", "FILE",
            "Save the session with each ticket or session ID that comes, in a file that its owner alone can read: it holds a secret.", "not saved");
    static final Option SESSION_IN = Option.value("--session-in", "FILE",
            "Resume the session that was saved there; a full handshake follows if the server has forgotten it.", "a new session");
    static final Option EARLY_DATA = Option.value("--early-data", "TEXT",
            "Say this right behind the hello, before the server answers; needs --session-in. Anybody who sees it can send it again. What the "
            + "server does not take is sent again after the handshake.", "nothing");
    static final Option UPDATE_KEYS = Option.flag("--update-keys", "After connecting, change the keys of both directions.");
    static final Section SECTION = Section.of("Coming back, and what DTLS 1.3 can do besides", SESSION_OUT, SESSION_IN, EARLY_DATA, UPDATE_KEYS);

    private final Arguments given;
    private final String host;

    /** @param host whom the client set out to reach */
    ResumptionOptions(Arguments given, String host) {
        this.given = given;
        this.host = host;
    }

    /** What is done with sessions that can be resumed, which are lent. */
    static Consumer<Session> saving(Arguments given, Surroundings surroundings) throws UsageException {
        if (!given.has(SESSION_OUT)) {
            return session -> { };
        }
        Path file = Arguments.path(SESSION_OUT, given.text(SESSION_OUT).orElseThrow());
        SessionFile.requireWritable(SESSION_OUT, file);
        return session -> {
            try {
                SessionFile.write(file, session);
            } catch (IOException unwritable) { // a session is worth more than that it can be resumed
                surroundings.note("dtls client: --session-out " + file + ": the file cannot be written: " + FileFault.of(unwritable));
            }
        };
    }

    /** What is said before the server answers. */
    static EarlyMessages early(Arguments given) {
        return EarlyMessages.of(given.all(EARLY_DATA).stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new));
    }

    /** What is resumed, if anything: a session with this server, which would be trusted today, and which is not over. */
    void apply(TrustPolicy trust, ClientConfig.Builder builder) throws UsageException {
        Optional<Path> file = given.existingFile(SESSION_IN);
        if (given.has(EARLY_DATA) && file.isEmpty()) {
            throw new UsageException("--early-data needs --session-in: only who comes back can say something before the server answers");
        }
        if (file.isPresent()) {
            Session session = SessionFile.read(SESSION_IN, file.get());
            checkTime(session);
            checkServer(session, trust);
            checkSuite(session);
            builder.resume(session);
            if (given.has(EARLY_DATA)) {
                checkEarlyData(session);
                builder.earlyData(EarlyDataOffer.OFFERED);
            }
        }
    }

    /** [RFC9846 §4.3.10] Under the session's own suite, and no more than its ticket allows. */
    private void checkEarlyData(Session earlier) throws UsageException {
        String text = given.text(EARLY_DATA).orElseThrow();
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (!(earlier instanceof Session13 session) || session.maxEarlyData() == 0) {
            throw unusable("its ticket allows no --early-data");
        }
        if (length > session.maxEarlyData()) {
            throw new UsageException("--early-data of " + length + " bytes: the ticket in " + given.text(SESSION_IN).orElseThrow()
                    + " allows at most " + session.maxEarlyData());
        }
        if (!ProtocolOptions.cipherSuites(given).contains(session.suite())) {
            throw unusable("--early-data is protected by " + session.suite() + " as that session was, and --ciphers does not have it");
        }
        LongestMessage.of(given, List.of(session.suite())).require(EARLY_DATA, text);
    }

    private UsageException unusable(String why) {
        return UsageException.of(SESSION_IN, given.text(SESSION_IN).orElseThrow(), why);
    }

    private void checkTime(Session session) throws UsageException {
        Instant now = Instant.now();
        Instant issued = Instant.ofEpochMilli(session.issuedAt());
        if (issued.isAfter(now)) {
            throw unusable("its ticket was given at " + issued + ", and by this machine's clock that is still to come");
        }
        Instant end = issued.plusSeconds(session.lifetime());
        if (end.isBefore(now)) {
            throw unusable("its ticket was good until " + end);
        }
    }

    /** [RFC9846 §4.7.1] Certificates are not shown again, so they are judged as they were. */
    private void checkServer(Session session, TrustPolicy trust) throws UsageException {
        ReferenceIdentity identity = ReferenceIdentity.of(host);
        if (!session.serverName().equals(identity.text())) {
            throw unusable("that session is with " + session.serverName().orElse("a server without a name") + ", not with " + host);
        }
        if (session.peer().pskIdentity().isPresent()) {
            requireKey(session.peer().pskIdentity().get());
            return;
        }
        if (trust.certificateTypes().isEmpty()) {
            throw unusable("that session began with a certificate, and only who has the pre-shared key is trusted");
        }
        Expectation expectation = new Expectation(Purpose.SERVER_AUTHENTICATION, identity, Instant.now());
        // what came along with a certificate was looked at then, and is not kept
        TrustPolicy judge = trust instanceof PkixTrust pkix && !pkix.staples().isEmpty() ? pkix.withOcsp(OcspStapling.CHECKED) : trust;
        Optional<Verdict> verdict = session.peer().rawPublicKey().map(key -> judge.evaluate(key, expectation))
                .or(() -> Optional.of(session.peer().chain()).filter(chain -> !chain.isEmpty()).map(chain -> judge.evaluate(chain, expectation)));
        if (verdict.isPresent() && verdict.get() instanceof Verdict.Untrusted untrusted) {
            throw unusable("the server of that session is not trusted: " + untrusted.reason());
        }
    }

    /** Whoever is trusted for a key is so as long as the key is given. */
    private void requireKey(Bytes name) throws UsageException {
        if (PskOptions.keys(given).stream().noneMatch(key -> key.externalIdentity().equals(name))) {
            throw unusable("that session began with the pre-shared key " + PeerText.shown(PeerText.named(name)) + ", which is not given");
        }
    }

    private void checkSuite(Session session) throws UsageException {
        Versions versions = Versions.of(given);
        if (session instanceof Session13 && !versions.include(ProtocolVersion.DTLS_1_3)) {
            throw unusable("that session is of DTLS 1.3, and " + versions.why());
        }
        if (session instanceof Session12) {
            if (!versions.include(ProtocolVersion.DTLS_1_2)) {
                throw unusable("that session is of DTLS 1.2, which is not spoken");
            }
            if (!ProtocolOptions.cipherSuites(given).contains(session.suite())) {
                throw unusable("that session has " + session.suite() + ", which --ciphers does not have");
            }
            return;
        }
        List<CipherSuite> suites = ProtocolOptions.cipherSuites(given).stream().filter(CipherSuite::isForDtls13).toList();
        if (suites.stream().noneMatch(suite -> suite.hash() == session.suite().hash())) {
            throw unusable("that session has " + session.suite() + ", and none of the suites given by --ciphers has the same hash");
        }
    }
}

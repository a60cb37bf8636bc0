package io.puredtls.crypto.schedule13;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.secret.SecretBytes;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From stage to stage: each is what the RFC says it is, and uses up the one before. */
class ScheduleTest {
    private static final byte[] PSK = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final byte[] AGREEMENT = {91, 92, 93, 94, 95, 96, 97, 98};

    private static EarlySecret early(HashAlgorithm hash) {
        return EarlySecret.of(Jca.PLATFORM, hash, SecretBytes.taking(PSK.clone()));
    }

    private static HandshakeSecret handshake(HashAlgorithm hash) {
        return early(hash).handshakeSecret(SecretBytes.taking(AGREEMENT.clone()));
    }

    // The ladder

    /** [RFC9846 §7.1] */
    @ParameterizedTest
    @EnumSource
    // [RFC9846 §4.7.1#16]
    void every_secret_of_the_ladder_is_the_rfcs(HashAlgorithm hash) {
        Ladder ladder = new Ladder(hash);
        byte[] hello = ladder.transcript(1);
        byte[] hellos = ladder.transcript(2);
        byte[] toServerFinished = ladder.transcript(3);
        byte[] whole = ladder.transcript(4);
        byte[] early = ladder.early(PSK);
        byte[] handshake = ladder.handshake(early, AGREEMENT);
        byte[] main = ladder.main(handshake);

        EarlySecret earlySecret = early(hash);
        assertSecret(ladder.derive(early, "c e traffic", hello), earlySecret.clientEarlyTraffic(hello));
        assertEquals(Ladder.hex(ladder.derive(early, "e exp master", hello)), earlySecret.earlyExporter(hello).hexForKeyLog());
        HandshakeSecret handshakeSecret = earlySecret.handshakeSecret(SecretBytes.taking(AGREEMENT.clone()));
        assertSecret(ladder.derive(handshake, "c hs traffic", hellos), handshakeSecret.clientTraffic(hellos));
        assertSecret(ladder.derive(handshake, "s hs traffic", hellos), handshakeSecret.serverTraffic(hellos));
        MainSecret mainSecret = handshakeSecret.mainSecret();
        assertSecret(ladder.derive(main, "c ap traffic", toServerFinished), mainSecret.clientTraffic(toServerFinished));
        assertSecret(ladder.derive(main, "s ap traffic", toServerFinished), mainSecret.serverTraffic(toServerFinished));
        assertEquals(Ladder.hex(ladder.derive(main, "exp master", toServerFinished)), mainSecret.exporter(toServerFinished).hexForKeyLog());
        byte[] resumption = ladder.derive(main, "res master", whole);
        byte[] nonce = {7};
        assertArrayEquals(
                ladder.expand(resumption, "resumption", nonce, hash.length()), mainSecret.resumption(whole).psk(nonce).view());
    }

    private static void assertSecret(byte[] expected, TrafficSecret secret) {
        assertEquals(Ladder.hex(expected), secret.hexForKeyLog());
    }

    /** [RFC9846 §7.1] Where there is no key there are as many zeros as the hash is long. */
    @ParameterizedTest
    @EnumSource
    // [RFC9846 §7.1#2]
    void zeros_stand_where_there_is_no_key(HashAlgorithm hash) {
        Ladder ladder = new Ladder(hash);
        byte[] zeros = new byte[hash.length()];
        byte[] hellos = ladder.transcript(2);
        byte[] early = ladder.early(zeros);
        EarlySecret withoutPsk = EarlySecret.withoutPsk(Jca.PLATFORM, hash);
        assertSecret(
                ladder.derive(ladder.handshake(early, AGREEMENT), "c hs traffic", hellos),
                withoutPsk.handshakeSecret(SecretBytes.taking(AGREEMENT.clone())).clientTraffic(hellos));
        assertSecret(
                ladder.derive(ladder.handshake(ladder.early(PSK), zeros), "c hs traffic", hellos),
                early(hash).handshakeSecret().clientTraffic(hellos));
    }

    @ParameterizedTest
    @EnumSource
    void psk_agreement_and_transcript_each_make_a_difference(HashAlgorithm hash) {
        byte[] hellos = new Ladder(hash).transcript(2);
        byte[] otherHellos = new Ladder(hash).transcript(3);
        byte[] otherAgreement = AGREEMENT.clone();
        otherAgreement[0] ^= 1;
        Set<String> secrets = new HashSet<>(List.of(
                handshake(hash).clientTraffic(hellos).hexForKeyLog(),
                handshake(hash).serverTraffic(hellos).hexForKeyLog(),
                handshake(hash).clientTraffic(otherHellos).hexForKeyLog(),
                early(hash).handshakeSecret(SecretBytes.taking(otherAgreement)).clientTraffic(hellos).hexForKeyLog(),
                early(hash).handshakeSecret().clientTraffic(hellos).hexForKeyLog(),
                EarlySecret.withoutPsk(Jca.PLATFORM, hash).handshakeSecret(SecretBytes.taking(AGREEMENT.clone()))
                        .clientTraffic(hellos).hexForKeyLog()));
        assertEquals(6, secrets.size());
    }

    // Stages use up their predecessors

    @ParameterizedTest
    @EnumSource
    // [RFC9846 §7.1#4]
    void handshake_secret_uses_up_the_early_secret_and_the_agreement(HashAlgorithm hash) {
        EarlySecret early = early(hash);
        byte[] agreed = AGREEMENT.clone();
        SecretBytes agreement = SecretBytes.taking(agreed);
        HandshakeSecret handshake = early.handshakeSecret(agreement);
        assertTrue(agreement.isClosed());
        assertArrayEquals(new byte[agreed.length], agreed);
        assertUsedUp(
                () -> early.clientEarlyTraffic(new byte[32]), () -> early.earlyExporter(new byte[32]),
                () -> early.binder(PskKind.EXTERNAL, new byte[32]), early::handshakeSecret,
                () -> early.handshakeSecret(SecretBytes.taking(AGREEMENT.clone())));
        handshake.clientTraffic(new byte[32]).close();
    }

    @Test
    void agreement_is_closed_also_if_the_early_secret_was_used_up() {
        EarlySecret early = early(HashAlgorithm.SHA256);
        early.close();
        SecretBytes agreement = SecretBytes.taking(AGREEMENT.clone());
        assertThrows(IllegalStateException.class, () -> early.handshakeSecret(agreement));
        assertTrue(agreement.isClosed());
    }

    @ParameterizedTest
    @EnumSource
    void early_secret_without_an_exchange_is_used_up_too(HashAlgorithm hash) {
        EarlySecret early = early(hash);
        early.handshakeSecret().close();
        assertUsedUp(early::handshakeSecret, () -> early.binder(PskKind.RESUMPTION, new byte[32]));
    }

    @ParameterizedTest
    @EnumSource
    void main_secret_uses_up_the_handshake_secret(HashAlgorithm hash) {
        HandshakeSecret handshake = handshake(hash);
        TrafficSecret traffic = handshake.clientTraffic(new byte[32]);
        MainSecret main = handshake.mainSecret();
        assertUsedUp(
                () -> handshake.clientTraffic(new byte[32]), () -> handshake.serverTraffic(new byte[32]), handshake::mainSecret);
        assertEquals(hash.length(), traffic.verifyData(new byte[32]).length); // what was given lives on
        main.clientTraffic(new byte[32]).close();
    }

    @ParameterizedTest
    @EnumSource
    void resumption_secret_uses_up_the_main_secret(HashAlgorithm hash) {
        MainSecret main = handshake(hash).mainSecret();
        ResumptionSecret resumption = main.resumption(new byte[32]);
        assertUsedUp(
                () -> main.clientTraffic(new byte[32]), () -> main.serverTraffic(new byte[32]), () -> main.exporter(new byte[32]),
                () -> main.resumption(new byte[32]));
        assertEquals(hash.length(), resumption.psk(new byte[1]).length());
    }

    private static void assertUsedUp(Runnable... uses) {
        for (Runnable use : uses) {
            assertThrows(IllegalStateException.class, use::run);
        }
    }

    @Test
    void every_stage_can_be_dropped_unused() {
        EarlySecret early = early(HashAlgorithm.SHA256);
        early.close();
        HandshakeSecret handshake = handshake(HashAlgorithm.SHA256);
        handshake.close();
        MainSecret main = handshake(HashAlgorithm.SHA256).mainSecret();
        main.close();
        ResumptionSecret resumption = handshake(HashAlgorithm.SHA256).mainSecret().resumption(new byte[32]);
        resumption.close();
        Exporter13 exporter = handshake(HashAlgorithm.SHA256).mainSecret().exporter(new byte[32]);
        exporter.close();
        assertUsedUp(
                early::handshakeSecret, handshake::mainSecret, () -> main.resumption(new byte[32]), () -> resumption.psk(new byte[1]),
                () -> exporter.export("label", new byte[0], 10), exporter::hexForKeyLog);
    }

    @Test
    void lent_psk_stays_the_callers() {
        SecretBytes psk = SecretBytes.taking(PSK.clone());
        EarlySecret.of(Jca.PLATFORM, HashAlgorithm.SHA256, psk).handshakeSecret().mainSecret().close();
        assertFalse(psk.isClosed());
        assertArrayEquals(PSK, psk.view());
    }

    // Binders

    /** [RFC9846 §4.3.11.2] [RFC9258 §5.2] */
    @ParameterizedTest
    @EnumSource
    // [RFC9846 §7.1#3]
    void binders_are_the_rfcs_and_those_of_one_kind_are_nothing_as_those_of_another(HashAlgorithm hash) {
        Ladder ladder = new Ladder(hash);
        byte[] truncatedHello = ladder.transcript(1);
        byte[] early = ladder.early(PSK);
        Set<String> binders = new HashSet<>();
        for (PskKind kind : PskKind.values()) {
            String label = switch (kind) {
                case RESUMPTION -> "res binder";
                case EXTERNAL -> "ext binder";
                case IMPORTED -> "imp binder";
            };
            byte[] binder = early(hash).binder(kind, truncatedHello);
            assertArrayEquals(ladder.verifyData(ladder.derive(early, label), truncatedHello), binder);
            assertEquals(hash.length(), binder.length);
            binders.add(Ladder.hex(binder));
            assertFalse(Arrays.equals(binder, early(hash).binder(kind, ladder.transcript(2))));
        }
        assertEquals(3, binders.size());
    }

    @Test
    void binder_may_be_asked_for_again_and_leaves_the_secret_as_it_is() {
        EarlySecret early = early(HashAlgorithm.SHA256);
        byte[] first = early.binder(PskKind.EXTERNAL, new byte[32]);
        assertArrayEquals(first, early.binder(PskKind.EXTERNAL, new byte[32]));
        assertEquals(handshake(HashAlgorithm.SHA256).clientTraffic(new byte[32]).hexForKeyLog(),
                early.handshakeSecret(SecretBytes.taking(AGREEMENT.clone())).clientTraffic(new byte[32]).hexForKeyLog());
    }

    // What comes out at the end

    /** [RFC9846 §7.5] */
    @ParameterizedTest
    @EnumSource
    // [RFC9846 §7.5#1]
    void exports_are_the_rfcs_and_as_long_as_was_asked_for(HashAlgorithm hash) {
        Ladder ladder = new Ladder(hash);
        byte[] handshakeHash = ladder.transcript(3);
        byte[] context = {5, 6};
        byte[] secret = ladder.derive(ladder.main(ladder.handshake(ladder.early(PSK), AGREEMENT)), "exp master", handshakeHash);
        Exporter13 exporter = handshake(hash).mainSecret().exporter(handshakeHash);
        for (int length : new int[] {0, 1, 20, 32, 48, 60, 1000, 255 * hash.length()}) {
            byte[] expected = ladder.expand(ladder.derive(secret, "EXTRACTOR-dtls_srtp"), "exporter", ladder.hashOf(context), length);
            assertArrayEquals(expected, exporter.export("EXTRACTOR-dtls_srtp", context, length).view());
        }
        assertThrows(IllegalArgumentException.class, () -> exporter.export("label", context, 255 * hash.length() + 1));
    }

    /** [RFC9846 §7.5] A longer export is not a shorter one continued; label, context and exporter each make a difference. */
    @Test
    void exports_of_other_labels_contexts_and_lengths_have_nothing_in_common() {
        Exporter13 exporter = handshake(HashAlgorithm.SHA256).mainSecret().exporter(new byte[32]);
        Exporter13 early = early(HashAlgorithm.SHA256).earlyExporter(new byte[32]);
        byte[] none = new byte[0];
        Set<String> exports = new HashSet<>();
        for (SecretBytes export : List.of(
                exporter.export("label", none, 32), exporter.export("label2", none, 32), exporter.export("label", new byte[1], 32),
                exporter.export("label", none, 33), early.export("label", none, 32))) {
            exports.add(Ladder.hex(Arrays.copyOf(export.view(), 32)));
        }
        assertEquals(5, exports.size());
        assertArrayEquals(exporter.export("label", none, 32).view(), exporter.export("label", none, 32).view());
    }

    @Test
    void label_of_an_export_is_ascii_and_not_too_long() {
        Exporter13 exporter = handshake(HashAlgorithm.SHA256).mainSecret().exporter(new byte[32]);
        assertEquals(10, exporter.export("l".repeat(249), new byte[0], 10).length());
        assertEquals(10, exporter.export("label", new byte[100_000], 10).length());
        assertThrows(IllegalArgumentException.class, () -> exporter.export("l".repeat(250), new byte[0], 10));
        assertThrows(IllegalArgumentException.class, () -> exporter.export("läbel", new byte[0], 10));
    }

    /** [RFC9846 §4.7.1] Every ticket has a key of its own. */
    @ParameterizedTest
    @EnumSource
    void tickets_with_other_nonces_have_other_keys(HashAlgorithm hash) {
        ResumptionSecret resumption = handshake(hash).mainSecret().resumption(new byte[32]);
        Set<String> keys = new HashSet<>();
        Consumer<byte[]> issue = nonce -> keys.add(Ladder.hex(resumption.psk(nonce).view()));
        issue.accept(new byte[0]);
        issue.accept(new byte[1]);
        issue.accept(new byte[2]);
        issue.accept(new byte[] {1});
        issue.accept(new byte[255]);
        assertEquals(5, keys.size());
        assertArrayEquals(resumption.psk(new byte[1]).view(), resumption.psk(new byte[1]).view());
    }

    @Test
    void printing_reveals_nothing() {
        assertEquals("EarlySecret", early(HashAlgorithm.SHA256).toString());
        assertEquals("HandshakeSecret", handshake(HashAlgorithm.SHA256).toString());
        MainSecret main = handshake(HashAlgorithm.SHA256).mainSecret();
        assertEquals("MainSecret", main.toString());
        assertEquals("Exporter13", main.exporter(new byte[32]).toString());
        assertEquals("ResumptionSecret", main.resumption(new byte[32]).toString());
    }
}

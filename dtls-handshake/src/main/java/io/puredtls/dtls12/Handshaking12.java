package io.puredtls.dtls12;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.config.Settings;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.cbc.CbcHmac;
import io.puredtls.crypto.cbc.CbcKeys;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.schedule12.CbcKeyBlock;
import io.puredtls.crypto.schedule12.KeyBlock;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.PreMasterSecret;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.RecordCipher;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.negotiate.Agreed12;
import io.puredtls.negotiate.CertificateTypes;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.protection.Aead12;
import io.puredtls.record.protection.Cbc12;
import io.puredtls.record.protection.Framing12;
import io.puredtls.record.protection.RecordProtection;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Role;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * What does not change between the hellos and the end of a DTLS 1.2 handshake.
 *
 * @param role which end we are
 * @param agreed what the hellos agree on
 * @param randoms theirs and ours
 * @param promise what the ServerHello says of coming back
 */
public record Handshaking12(Role role, Agreed12 agreed, Randoms randoms, Promise promise) {
    /** The one epoch that DTLS 1.2 protects, since nothing is ever renegotiated. */
    public static final int PROTECTED_EPOCH = 1;

    /**
     * [RFC7627 §4] The master secret, once ClientKeyExchange is the last message of the transcript. Takes
     * {@code preMaster}.
     */
    public MasterSecret masterSecret(PreMasterSecret preMaster, HandshakeContext context) {
        Settings settings = context.settings();
        MasterSecret master = agreed.extendedMasterSecret()
                ? preMaster.extended(settings.jca(), agreed.suite().hash(), context.transcript().hash())
                : preMaster.legacy(settings.jca(), agreed.suite().hash(), randoms);
        log(master, settings);
        return master;
    }

    /** [RFC5246 §7.3] The same for a session that is resumed: its secret, which is lent. */
    public MasterSecret masterSecret(Session12 resumed, Settings settings) {
        SecretBytes secret = resumed.masterSecret();
        MasterSecret master = new MasterSecret(settings.jca(), agreed.suite().hash(), secret.slice(0, secret.length()));
        log(master, settings);
        return master;
    }

    private void log(MasterSecret master, Settings settings) {
        settings.keyLog().log("CLIENT_RANDOM " + randoms.clientHex() + " " + master.hexForKeyLog());
    }

    /** Gives the epochs of both directions. {@code master} is lent. */
    public Keys12 keys(MasterSecret master, HandshakeContext context) {
        Settings settings = context.settings();
        // [RFC9146 §3#3] [RFC9146 §3#4]
        Framing12 toUs = context.connectionIds().isReceiving() ? Framing12.toUs() : Framing12.PLAIN;
        Framing12 toPeer = Framing12.PLAIN;
        if (context.connectionIds().isSending()) {
            toPeer = Framing12.toPeer(context.connectionIds().peers(), settings.padding());
            context.limitContent(RecordProtection.MAX_PLAINTEXT - 1); // [RFC9146 §5#2] the type counts
        }
        Framing12 ofClient = role == Role.CLIENT ? toPeer : toUs;
        Framing12 ofServer = role == Role.CLIENT ? toUs : toPeer;
        if (agreed.suite().cipher() instanceof RecordCipher.Cbc cbc) {
            try (CbcKeyBlock block = master.keyBlock(cbc.algorithm(), randoms)) {
                return epochs(new Cbc12(hmac(cbc.algorithm(), block.client(), settings), ofClient),
                        new Cbc12(hmac(cbc.algorithm(), block.server(), settings), ofServer), settings);
            }
        }
        AeadAlgorithm aead = agreed.suite().aead();
        try (KeyBlock block = master.keyBlock(aead, Aead12.ivLength(aead), randoms)) {
            return epochs(
                    Aead12.with(aead, settings.jca(), block.clientWriteKey(), block.clientWriteIv(), ofClient),
                    Aead12.with(aead, settings.jca(), block.serverWriteKey(), block.serverWriteIv(), ofServer), settings);
        }
    }

    private CbcHmac hmac(CbcAlgorithm cbc, CbcKeys keys, Settings settings) {
        // [RFC7366 §2#3]
        return agreed.encryptThenMac()
                ? cbc.encryptThenMac(settings.jca(), settings.entropy(), keys)
                : cbc.macThenEncrypt(settings.jca(), settings.entropy(), keys);
    }

    private Keys12 epochs(RecordProtection clientWrite, RecordProtection serverWrite, Settings settings) {
        RecordProtection read = role == Role.CLIENT ? serverWrite : clientWrite;
        RecordProtection write = role == Role.CLIENT ? clientWrite : serverWrite;
        AeadLimits limits = settings.usageLimits().within(read.limits());
        return new Keys12(
                new ReadEpoch(PROTECTED_EPOCH, read, new ReplayWindow(settings.bounds().replayWindow()), limits.integrity()),
                WriteEpoch.of(PROTECTED_EPOCH, write, 0, limits.confidentiality()));
    }

    /** How messages are read from now on. */
    public HandshakeCodec codec() {
        CertificateTypes types = agreed.certificateTypes();
        return HandshakeCodec.forDtls12(agreed.suite(), role == Role.CLIENT ? types.ofServer() : types.ofClient());
    }

    /** What there is to tell once the handshake is over. */
    public SessionInfo info(Optional<NamedGroup> group, Optional<SignatureScheme> scheme, PeerIdentity peer) {
        return new SessionInfo(
                ProtocolVersion.DTLS_1_2, agreed.suite(), group, scheme, peer, agreed.serverName(),
                agreed.applicationProtocol(), agreed.srtpProfile(), agreed.srtpMki().hex(), agreed.extendedMasterSecret(), false, false);
    }

    /** The same where a session was resumed: no keys were exchanged, and the peer is the one that it was with. */
    public SessionInfo info(Session12 resumed) {
        return new SessionInfo(
                ProtocolVersion.DTLS_1_2, agreed.suite(), Optional.empty(), Optional.empty(), resumed.peer(), agreed.serverName(),
                agreed.applicationProtocol(), agreed.srtpProfile(), agreed.srtpMki().hex(), agreed.extendedMasterSecret(), true, false);
    }

    /** [RFC5246 §7.4.9] Ends our flight: ChangeCipherSpec Finished. Takes {@code write}; {@code master} is lent. */
    public void prove(MasterSecret master, WriteEpoch write, HandshakeContext context) {
        context.sendChangeCipherSpec();
        context.install(write);
        byte[] hash = context.transcript().hash();
        context.send(new Finished(Bytes.of(role == Role.CLIENT ? master.clientVerifyData(hash) : master.serverVerifyData(hash))));
    }

    /** [RFC5246 §7.4.9] Checks that the peer saw what we saw; {@code finished} is not in the transcript yet, as it does not cover itself. */
    public FinishedVerified verify(Finished finished, MasterSecret master, HandshakeContext context) throws ProtocolException {
        byte[] hash = context.transcript().hash();
        return FinishedVerified.check(finished, role == Role.CLIENT ? master.serverVerifyData(hash) : master.clientVerifyData(hash));
    }
}

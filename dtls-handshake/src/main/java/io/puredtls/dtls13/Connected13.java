package io.puredtls.dtls13;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.config.ConnectionIdUsage;
import io.puredtls.crypto.schedule13.ResumptionSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.flight.Answer;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.KeyUpdate;
import io.puredtls.message.NewConnectionId;
import io.puredtls.message.RequestConnectionId;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.Established;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * [RFC9846 §4.7] After the handshake, in both roles. Messages may still come: of keys, of tickets, of who the client is.
 * Demands the proof that the peer's Finished was right. Owns the secrets.
 *
 * @param keyState how far our keys are on their way to the next
 * @param waiting what is to be done once they have
 * @param ids what is on its way of connection IDs
 */
public record Connected13(
        SessionInfo info, ApplicationKeys keys, KeyState keyState, List<Later> waiting, ResumptionSecret resumption,
        PostHandshakePart tickets, PostHandshakePart authentication, ConnectionIdUpdates ids, FinishedVerified proof) implements Established {
    /** How much may wait for a KeyUpdate to be acknowledged. */
    private static final int MAX_WAITING = 64;
    private static final int MAX_REQUESTS_WAITING = 8;
    /** How many flights may be on their way before a server that asks for more certificates is left: each is kept until it is acknowledged. */
    private static final int MAX_FLIGHTS_ASKED_FOR = 32;
    private static final int MESSAGES_OF_PROOF = 3;

    /** Copies the list. */
    public Connected13 {
        Objects.requireNonNull(proof, "proof");
        waiting = List.copyOf(waiting);
    }

    /** What has to wait until a KeyUpdate of ours has been acknowledged. */
    @FunctionalInterface
    interface Later {
        Connected13 run(Connected13 connected, HandshakeContext context) throws ProtocolException;
    }

    /** Right after the handshake. Takes the secrets. */
    public static Connected13 of(
            Handshaking13 shared, SessionInfo info, ApplicationKeys keys, ResumptionSecret resumption,
            PostHandshakePart tickets, PostHandshakePart authentication, FinishedVerified proof) {
        return new Connected13(
                info, keys, KeyState.STEADY, List.of(), resumption, tickets, authentication, ConnectionIdUpdates.NONE, proof);
    }

    @Override
    public int readEpoch() {
        return keys.readEpoch();
    }

    @Override
    public int handshakeEpoch() {
        return Handshaking13.HANDSHAKE_EPOCH;
    }

    @Override
    public HandshakeCodec codec() {
        return HandshakeCodec.DTLS13;
    }

    @Override
    public Answer answer() {
        // [RFC9147 §7.1#11]
        return Answer.ACKNOWLEDGEMENT;
    }

    @Override
    public boolean isEndedBy(AlertLevel level, AlertDescription description) {
        return AlertRule13.endsAssociation(description);
    }

    @Override
    public boolean isWaitingForPeer() {
        return !authentication.isAsking();
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (authentication instanceof LaterProof && authentication.accepts(received.message())) {
            return onCertificateRequest(received, context);
        }
        // [RFC9846 §4.7.2#4]
        if (authentication.accepts(received.message())) {
            return withAuthentication(authentication.on(received, this, context));
        }
        if (authentication instanceof LaterRequests requests && requests.isExclusive()) {
            throw context.unexpected(received, this);
        }
        if (received.message() instanceof KeyUpdate update) {
            return onKeyUpdate(update, context);
        }
        if (received.message() instanceof NewConnectionId given) {
            return onNewConnectionId(given, context);
        }
        if (received.message() instanceof RequestConnectionId request) {
            return onRequestConnectionId(request, context);
        }
        if (tickets.accepts(received.message())) {
            return withTickets(tickets.on(received, this, context));
        }
        // [RFC9846 §4.2.2#5]
        throw context.unexpected(received, this);
    }

    /** Answered at once, which acknowledges it, or when our keys have changed. */
    private Connected13 onCertificateRequest(Received received, HandshakeContext context) throws ProtocolException {
        if (waiting.size() >= MAX_REQUESTS_WAITING && keyState.own()) {
            throw violation(Violation.TOO_MANY_REQUESTS, MAX_REQUESTS_WAITING + " requests wait for the server to acknowledge a KeyUpdate");
        }
        if (context.flightsOnTheirWay() >= MAX_FLIGHTS_ASKED_FOR) {
            throw violation(Violation.TOO_MANY_REQUESTS, "one more request, where " + MAX_FLIGHTS_ASKED_FOR + " flights wait for an ACK");
        }
        if (!keyState.own()) {
            context.replyTo(received);
        }
        return whenSteady((connected, later) -> {
            requireMessageSeqs(MESSAGES_OF_PROOF, later);
            return connected.withAuthentication(connected.authentication.on(received, connected, later));
        }, context);
    }

    @Override
    public HandshakeState resolve(Decision decision, HandshakeContext context) throws ProtocolException {
        return withAuthentication(authentication.resolve(decision, this, context));
    }

    private Connected13 withAuthentication(PostHandshakePart next) {
        SessionInfo told = next.newPeer().map(info::withPeer).orElse(info);
        return new Connected13(told, keys, keyState, waiting, resumption, tickets, next, ids, proof);
    }

    private Connected13 withTickets(PostHandshakePart next) {
        return new Connected13(info, keys, keyState, waiting, resumption, next, authentication, ids, proof);
    }

    private Connected13 withIds(ConnectionIdUpdates next) {
        return new Connected13(info, keys, keyState, waiting, resumption, tickets, authentication, next, proof);
    }

    /** [RFC9147 §8] The peer's next record may have new keys; the old ones are kept for what was overtaken. */
    private Connected13 onKeyUpdate(KeyUpdate update, HandshakeContext context) throws ProtocolException {
        // [RFC9846 §4.7.3#4]
        if (update.requestUpdate() > KeyUpdate.UPDATE_REQUESTED) {
            // [RFC9846 §6#10]
            throw violation(Violation.ILLEGAL_KEY_UPDATE, "request_update is neither 0 nor 1 but " + update.requestUpdate());
        }
        if (keys.readEpoch() == Handshaking13.LAST_EPOCH) {
            // [RFC9147 §8#12]
            throw violation(Violation.KEY_UPDATES_EXHAUSTED, "the peer wants an epoch after the last, " + Handshaking13.LAST_EPOCH);
        }
        // [RFC9846 §4.7.3#3] [RFC9846 §4.7.3#8]
        Connected13 next = with(keys.nextRead(context), keyState.peerUpdated(), waiting);
        context.emit(new EngineEvent.KeysUpdated(EngineEvent.Direction.RECEIVE));
        // [RFC9846 §4.7.3#5]
        return update.requestUpdate() == KeyUpdate.UPDATE_REQUESTED ? next.answerKeyUpdate(context) : next;
    }

    /** [RFC9846 §4.7.3] One of ours that is on its way was not said in answer: another follows it. */
    private Connected13 answerKeyUpdate(HandshakeContext context) throws ProtocolException {
        if (keyState.own()) {
            return with(keys, keyState.owing(), waiting);
        }
        // [RFC9147 §8#9] [RFC9147 §8#10]
        return keys.writeEpoch() < Handshaking13.LAST_EPOCH ? sendKeyUpdate(KeyUpdate.UPDATE_NOT_REQUESTED, context) : this;
    }

    private Connected13 with(ApplicationKeys nextKeys, KeyState nextState, List<Later> nextWaiting) {
        return new Connected13(info, nextKeys, nextState, nextWaiting, resumption, tickets, authentication, ids, proof);
    }

    private Connected13 sendKeyUpdate(int request, HandshakeContext context) throws ProtocolException {
        requireMessageSeqs(1, context);
        // [RFC9846 §4.7.3#7]
        context.sendAfterHandshake(new KeyUpdate(request));
        return with(keys, keyState.sent(request == KeyUpdate.UPDATE_REQUESTED), waiting);
    }

    /** [RFC9147 §5.2] They never wrap. */
    private static void requireMessageSeqs(int messages, HandshakeContext context) throws ProtocolException {
        if (context.messagesLeft() < messages) {
            // [RFC9147 §5.2#4]
            throw violation(Violation.MESSAGE_SEQ_EXHAUSTED,
                    "no message_seq is left" + (messages == 1 ? "" : " for " + messages + " messages"));
        }
    }

    private Connected13 onNewConnectionId(NewConnectionId given, HandshakeContext context) throws ProtocolException {
        // [RFC9147 §9#8] [RFC9147 §9#16]
        if (!context.connectionIds().isSending()) {
            throw violation(Violation.CONNECTION_IDS_NOT_AGREED, "NewConnectionId from a peer that wants to see none");
        }
        context.connectionIds().take(given);
        return withIds(ids.answered());
    }

    private Connected13 onRequestConnectionId(RequestConnectionId request, HandshakeContext context) throws ProtocolException {
        // [RFC9147 §9#8] [RFC9147 §9#16]
        if (!context.connectionIds().isReceiving()) {
            throw violation(Violation.CONNECTION_IDS_NOT_AGREED, "RequestConnectionId, where we want to see none");
        }
        // [RFC9147 §9#14]
        if (ids.request().isPresent()) {
            throw violation(Violation.TOO_MANY_CONNECTION_IDS_REQUESTED, "one more RequestConnectionId before the last was answered");
        }
        // [RFC9147 §9#11] [RFC9147 §9#13]
        return withIds(ids.requested(new ConnectionIdUpdates.Wish(request.numCids(), ConnectionIdUsage.CID_SPARE))).giveNext(context);
    }

    // [RFC9147 §9#5]
    private Connected13 giveNext(HandshakeContext context) throws ProtocolException {
        if (ids.next().isEmpty()) {
            return this;
        }
        ConnectionIdUpdates.Wish wish = ids.next().get();
        return withIds(ids.given()).whenSteady((connected, later) -> {
            later.sendAfterHandshake(later.connectionIds().issue(wish.count(), wish.usage()));
            return connected;
        }, context);
    }

    @Override
    public HandshakeState issueConnectionIds(int count, ConnectionIdUsage usage, HandshakeContext context) throws ProtocolException {
        // [RFC9147 §9#6] [RFC9147 §9#15]
        if (!context.connectionIds().isReceiving()) {
            throw new UnsupportedOperationException("no connection IDs are given out here: none were agreed on in this direction");
        }
        if (ids.wish().isPresent()) {
            throw new IllegalStateException("connection IDs already wait for others to arrive");
        }
        requireRoom();
        return withIds(ids.wishing(new ConnectionIdUpdates.Wish(count, usage))).giveNext(context);
    }

    @Override
    public HandshakeState requestConnectionIds(int count, HandshakeContext context) throws ProtocolException {
        // [RFC9147 §9#7] [RFC9147 §9#15]
        if (!context.connectionIds().isSending()) {
            throw new UnsupportedOperationException("no connection IDs are asked for here: none were agreed on in this direction");
        }
        // [RFC9147 §9#12]
        if (ids.asked()) {
            throw new IllegalStateException("connection IDs were asked for, and have not come yet");
        }
        requireRoom();
        return withIds(ids.asking()).whenSteady((connected, later) -> {
            later.sendAfterHandshake(new RequestConnectionId(count));
            return connected;
        }, context);
    }

    /** [RFC9147 §8] Only when the KeyUpdate, and all that was said before it, has been acknowledged do our keys change. */
    @Override
    public HandshakeState onAllAcknowledged(HandshakeContext context) throws ProtocolException {
        if (!keyState.own()) {
            return ids.giving() ? withIds(ids.acknowledged()).giveNext(context) : this;
        }
        // [RFC9147 §8#2]
        Connected13 next = with(keys.nextWrite(context), keyState.acknowledged(), List.of());
        context.emit(new EngineEvent.KeysUpdated(EngineEvent.Direction.SEND));
        if (keyState.owed()) {
            next = next.answerKeyUpdate(context);
        }
        for (Later later : waiting) {
            next = next.whenSteady(later, context);
        }
        return next;
    }

    private void requireRoom() {
        if (waiting.size() >= MAX_WAITING) {
            throw new IllegalStateException(MAX_WAITING + " commands wait for the peer to acknowledge a KeyUpdate");
        }
    }

    private Connected13 whenSteady(Later action, HandshakeContext context) throws ProtocolException {
        if (!keyState.own()) {
            requireMessageSeqs(1, context);
            return action.run(this, context);
        }
        // [RFC9147 §8#3] [RFC9846 §5.1#5]
        List<Later> more = new ArrayList<>(waiting);
        more.add(action);
        return with(keys, keyState, more);
    }

    @Override
    public HandshakeState afterHandshake(HandshakeContext context) {
        // [RFC9846 §C.4#3]
        return tickets instanceof TicketsGiven giving ? withTickets(giving.giveFirst(this, context)) : this;
    }

    @Override
    public HandshakeState onSealingKeysWearOut(long recordsLeft, HandshakeContext context) throws ProtocolException {
        // [RFC9147 §4.5.3#2]
        return changeKeys(KeyUpdate.UPDATE_NOT_REQUESTED, context);
    }

    @Override
    public HandshakeState onOpeningKeysWearOut(HandshakeContext context) throws ProtocolException {
        // [RFC9147 §4.5.3#6]
        return changeKeys(KeyUpdate.UPDATE_REQUESTED, context);
    }

    @Override
    public HandshakeState updateKeys(HandshakeContext context) throws ProtocolException {
        requireRoom();
        return changeKeys(KeyUpdate.UPDATE_REQUESTED, context);
    }

    /** [RFC9147 §5.8.4] One at a time: a second waits for the first. [RFC9846 §4.7.3] The peer is asked once, until it has done it. */
    private Connected13 changeKeys(int request, HandshakeContext context) throws ProtocolException {
        // [RFC9147 §4.2.1#7] [RFC9147 §8#8]
        if (keys.writeEpoch() == Handshaking13.LAST_EPOCH) {
            return this; // [RFC9147 §8] the limit of the keys will end it
        }
        return whenSteady((connected, later) ->
                // [RFC9147 §5.8.4#4] [RFC9846 §4.7.3#6]
                connected.sendKeyUpdate(connected.keyState.asked() ? KeyUpdate.UPDATE_NOT_REQUESTED : request, later), context);
    }

    @Override
    public HandshakeState requestClientAuthentication(HandshakeContext context) throws ProtocolException {
        if (!(authentication instanceof LaterRequests requests)) {
            throw new UnsupportedOperationException("a client asks nobody for certificates");
        }
        requests.requireRoom(waiting.size());
        return whenSteady((connected, later) ->
                connected.withAuthentication(((LaterRequests) connected.authentication).ask(later)), context);
    }

    @Override
    public HandshakeState issueTicket(HandshakeContext context) throws ProtocolException {
        if (!(tickets instanceof TicketsGiven giving) || !giving.isPossible(info)) {
            throw new UnsupportedOperationException("no tickets are given here: by a server alone, if it is configured to and the client can use them");
        }
        requireRoom();
        return whenSteady((connected, later) ->
                connected.withTickets(((TicketsGiven) connected.tickets).give(connected, later)), context);
    }

    /** [RFC9846 §7.5] A missing context is an empty one. */
    @Override
    public SecretBytes export(String label, int length) {
        // [RFC9846 §7.5#4]
        return keys.exporter().export(label, new byte[0], length);
    }

    @Override
    public SecretBytes export(String label, byte[] context, int length) {
        return keys.exporter().export(label, context, length);
    }

    @Override
    public void close() {
        keys.close();
        resumption.close();
        tickets.close();
        authentication.close();
    }
}

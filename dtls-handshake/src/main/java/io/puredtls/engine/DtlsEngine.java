package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.client.AwaitServerAnswer;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConnectionIdUsage;
import io.puredtls.config.EngineTrace;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.flight.FlightController;
import io.puredtls.flight.PathMtu;
import io.puredtls.message.RequestConnectionId;
import io.puredtls.path.Paths;
import io.puredtls.path.RoutabilityMessage;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.HotPath;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.layer.RecordObserver;
import io.puredtls.record.protection.Cleartext;
import io.puredtls.server.AwaitClientHello;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.Established;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Terminal;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One association, client or server, without I/O, clock or thread of its own.
 *
 * <p><b>Driving it.</b> After every input or command, poll in this order: {@link #pollDatagram} until it gives 0, then
 * {@link #pollEvent} until it gives empty, then {@link #deadline}; and call {@link #onTimeout} once that time has come.
 *
 * <p><b>Contract.</b> Not thread-safe. {@code now} is nanoseconds of the caller's monotonic clock and never decreases.
 * The sink runs during {@link #receive} and {@link #resolve}, is lent a slice of the caller's datagram, copies what it
 * keeps and does not call back. After a {@code Closed} or {@code Failed} event nothing more happens: what was queued
 * before it, an alert, can still be polled; every input is dropped.
 *
 * <table class="striped">
 * <caption>What each call does in each state</caption>
 * <thead><tr><th>call</th><th>before start</th><th>handshake</th><th>connected</th><th>over</th></tr></thead>
 * <tbody>
 * <tr><td>start</td><td>begins</td><td>IllegalState</td><td>IllegalState</td><td>IllegalState</td></tr>
 * <tr><td>receive</td><td>IllegalState</td><td>acts on it</td><td>acts on it</td><td>DROPPED</td></tr>
 * <tr><td>seal</td><td>IllegalState</td><td>IllegalState</td><td>a record; IllegalArgument if it is over
 *     {@link #maxPayload} or {@code out} is too short</td><td>IllegalState</td></tr>
 * <tr><td>shutdown</td><td>over, silently</td><td>close_notify, over</td><td>close_notify, over</td><td>nothing</td></tr>
 * <tr><td>resolve</td><td>IllegalState</td><td>goes on; IllegalState if nothing was asked</td><td>IllegalState</td><td>nothing</td></tr>
 * <tr><td>sealEarly</td><td>IllegalState</td><td>a record, where a resumed session allows it; else IllegalState</td>
 *     <td>IllegalState</td><td>IllegalState</td></tr>
 * <tr><td>isEarlyDataPossible, earlyDataLeft, maxEarlyPayload</td><td>false, 0</td><td>true and bytes, where sealEarly gives a
 *     record; else false, 0</td><td>false, 0</td><td>false, 0</td></tr>
 * <tr><td>updateKeys, requestClientAuthentication, issueTicket</td><td>IllegalState</td><td>IllegalState</td>
 *     <td>acts; UnsupportedOperation by version, role and configuration; IllegalState if too many wait</td>
 *     <td>IllegalState</td></tr>
 * <tr><td>issueConnectionIds, requestConnectionIds</td><td>IllegalState</td><td>IllegalState</td>
 *     <td>acts; UnsupportedOperation by version and agreement; IllegalState if one waits</td><td>IllegalState</td></tr>
 * <tr><td>adoptPath, migrate</td><td>IllegalState</td><td>IllegalState</td><td>acts</td><td>IllegalState</td></tr>
 * <tr><td>overhead, maxPayload</td><td>IllegalState</td><td>IllegalState</td><td>bytes</td><td>IllegalState</td></tr>
 * <tr><td>onDatagramTooLarge</td><td>smaller datagrams</td><td>the flight again, in smaller ones</td><td>the same, if one
 *     waits</td><td>nothing</td></tr>
 * <tr><td>exportEarlyKeyingMaterial</td><td>IllegalState</td><td>keying material, where there is early data; else
 *     IllegalState</td><td>IllegalState</td><td>IllegalState</td></tr>
 * <tr><td>export</td><td>IllegalState</td><td>IllegalState</td><td>keying material</td><td>IllegalState</td></tr>
 * <tr><td>onTimeout</td><td>nothing</td><td>what is due</td><td>what is due</td><td>nothing</td></tr>
 * <tr><td>pollDatagram</td><td>0</td><td>a flight's, or an ACK</td><td>a flight's, an ACK or an alert</td>
 *     <td>an alert, once</td></tr>
 * </tbody>
 * </table>
 */
public final class DtlsEngine implements AutoCloseable {
    /** What {@link #deadline} gives when nothing is due at any time. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;
    private static final int MAX_EXPORT = 65_535;

    private final Settings settings;
    private final Opening opening;
    private final SendBudget budget;
    private final RecordLayer records;
    private final PathMtu mtu;
    private final FlightController flights;
    private final Handshake handshake;
    private final Router router;
    private final Outbox outbox;
    private final Paths paths;
    private final Deadlines deadlines = new Deadlines();
    private final Leftovers leftovers;
    private final KeyWear wear = new KeyWear();
    private final ArrayDeque<EngineEvent> events = new ArrayDeque<>();
    private int polledPath;
    private boolean started;
    private boolean over;
    private int flightsAgainTraced;
    private boolean wasConnected;

    /** What the first thing to be done is: a client speaks, a server listens or has listened already. */
    private interface Opening {
        void begin(Handshake handshake) throws ProtocolException;
    }

    private DtlsEngine(
            Settings settings, HandshakeState first, long firstSequence, SendBudget budget, Opening opening, ApplicationDataSink sink) {
        this.budget = budget;
        this.settings = settings;
        this.opening = opening;
        this.records = new RecordLayer(
                settings.bounds().maxPendingRecords(), settings.bounds().maxPendingBytes(), observer(settings.trace()));
        this.mtu = new PathMtu(settings.mtu());
        this.flights = new FlightController(settings.flightTiming(), mtu);
        this.handshake = new Handshake(settings, records, flights, mtu, events, first);
        this.paths = new Paths(settings, handshake.connectionIds(), events);
        this.router = new Router(this, records, handshake, sink);
        this.outbox = new Outbox(records, flights, handshake, mtu, budget);
        this.leftovers = new Leftovers(records, flights, handshake, deadlines);
        // [RFC9147 §4#3]
        // [RFC9846 §E#2]
        Cleartext cleartext = new Cleartext(ProtocolVersion.DTLS_1_2);
        records.install(new ReadEpoch(0, cleartext, new ReplayWindow(settings.bounds().replayWindow())));
        // [RFC9147 §6.1#1]
        records.install(WriteEpoch.of(0, cleartext, firstSequence, Long.MAX_VALUE));
    }

    private static RecordObserver observer(EngineTrace trace) {
        if (trace == EngineTrace.NONE) {
            return RecordObserver.NONE;
        }
        return new RecordObserver() {
            @Override
            public void sent(int epoch, long sequence, ContentType type, int length) {
                trace.recordSent(epoch, sequence, type, length);
            }

            @Override
            public void received(int epoch, long sequence, ContentType type, int length) {
                trace.recordReceived(epoch, sequence, type, length);
            }
        };
    }

    /** A client. */
    public static DtlsEngine client(ClientConfig config, ApplicationDataSink sink) {
        return new DtlsEngine(
                config.settings(), new Terminal(), 0, new SendBudget(true), handshake -> handshake.step(context -> AwaitServerAnswer.start(config, context)), sink);
    }

    /** A server for a peer whose address is proven in another way, as by ICE: no cookie is asked for. */
    public static DtlsEngine server(ServerConfig config, ApplicationDataSink sink) {
        return new DtlsEngine(config.settings(), new AwaitClientHello(config, Optional.empty(), Bytes.EMPTY), 0, new SendBudget(true), handshake -> {
            // a server waits
        }, sink);
    }

    /** A server for a hello that {@link HelloGate} let in. */
    public static DtlsEngine server(ServerConfig config, VerifiedHello hello, ApplicationDataSink sink) {
        return new DtlsEngine(
                config.settings(), new AwaitClientHello(config, hello.retried(), hello.address()), hello.recordSequence(),
                budgetFor(hello), handshake -> handshake.admit(hello), sink);
    }

    private static SendBudget budgetFor(VerifiedHello hello) {
        SendBudget budget = new SendBudget(hello.isAddressProven());
        budget.received(hello.message().body().length());
        return budget;
    }

    /** Begins: a client sends its hello, a server acts on the hello it has, if any. The handshake limit runs from here. */
    public void start(long now) {
        if (started) {
            throw new IllegalStateException("this engine was started before");
        }
        started = true;
        settings.handshakeLimit().ifPresent(limit -> deadlines.set(Deadlines.Deadline.HANDSHAKE_LIMIT, now + limit.toNanos()));
        handshake.at(now);
        run(() -> opening.begin(handshake));
        keepTime(now);
    }

    /**
     * Takes a datagram, which is lent and opened in place: its content is overwritten. Application data goes to the sink
     * during the call. Never throws for what a peer sends.
     *
     * @throws IndexOutOfBoundsException if the slice is not inside {@code datagram}
     */
    public Disposition receive(byte[] datagram, int offset, int length, long now) {
        return receive(datagram, offset, length, paths.current(), now);
    }

    /**
     * The same, told by which path it came: a number of the driver's for a pair of addresses. The first, by which the handshake
     * goes, is 0. {@link #polledPath} says by which one what is sent goes.
     */
    public Disposition receive(byte[] datagram, int offset, int length, int path, long now) {
        Objects.checkFromIndexSize(offset, length, datagram.length);
        requireStarted();
        if (isOver()) {
            // [RFC9846 §6#3]
            records.counters().dropped(DropReason.ASSOCIATION_OVER);
            return Disposition.DROPPED;
        }
        handshake.at(now);
        budget.received(length);
        router.begin(path, now);
        long heldBack = records.counters().recordsHeldBack();
        records.open(datagram, offset, length, router);
        openPending();
        if (records.counters().recordsHeldBack() > heldBack && records.newestReadEpoch() == 0) {
            handshake.reception().onUnreadable(now);
        }
        if (router.isPeerProven()) {
            budget.prove();
        }
        if (router.disposition().compareTo(Disposition.AUTHENTICATED) >= 0) {
            flights.onPeerHeard();
        }
        if (router.isNews() && isConnected()) {
            paths.onNewest(path, length, flights.roundTrip(), now);
        }
        enforceIntegrityLimit();
        keepTime(now);
        return router.disposition();
    }

    /** Records that were kept are opened as soon as they can be, in the order in which they came. */
    private void openPending() {
        while (router.mayOpenPending()) {
            records.openPending(router);
        }
    }

    /** Does what is due; nothing if nothing is. */
    public void onTimeout(long now) {
        if (isOver() || !started) {
            return;
        }
        handshake.at(now);
        established().ifPresent(state -> leftovers.onTimeout(state, now));
        handshake.reception().onTimeout(now);
        paths.onTimeout(now);
        run(() -> {
            if (deadlines.isDue(Deadlines.Deadline.HANDSHAKE_LIMIT, now)) {
                handshake.state().onHandshakeLimit(records.newestReadEpoch() < 0 ? 0 : records.readEpoch().forgeries());
                // [RFC9147 §5.10#4]
                throw violation(Violation.HANDSHAKE_LIMIT,
                        "the handshake took longer than " + settings.handshakeLimit().orElseThrow().toMillis() + " ms");
            }
            flights.onTimeout(now);
        });
        keepTime(now);
    }

    private Optional<Established> established() {
        return handshake.state() instanceof Established state ? Optional.of(state) : Optional.empty();
    }

    /** Answers what the engine asked by an event. */
    public void resolve(Decision decision, long now) {
        requireStarted();
        if (isOver()) {
            return;
        }
        if (handshake.state().isWaitingForPeer()) {
            throw new IllegalStateException("nothing was asked");
        }
        handshake.at(now);
        run(() -> handshake.resolve(decision));
        openPending();
        keepTime(now);
    }

    /** A step of the handshake; the one place where what goes wrong in it ends the association. */
    void run(Step step) {
        try {
            step.run();
        } catch (ProtocolException broken) {
            fail(broken.violation(), broken.getMessage());
        } catch (RuntimeException bug) {
            fail(Violation.INTERNAL, bug.toString());
        }
    }

    /** A step. */
    @FunctionalInterface
    interface Step {
        void run() throws ProtocolException;
    }

    /** After anything has happened: deadlines begin and end, keys that nobody needs go. */
    private void keepTime(long now) {
        if (isOver()) {
            return;
        }
        if (isConnected() && !wasConnected) {
            wasConnected = true;
            deadlines.clear(Deadlines.Deadline.HANDSHAKE_LIMIT);
            leftovers.onConnected(requireConnected(), now);
        }
        established().ifPresent(state -> leftovers.keep(state, now));
        watchUsage();
        traceFlightsAgain();
    }

    private void traceFlightsAgain() {
        if (flights.retransmissions() > flightsAgainTraced) {
            flightsAgainTraced = flights.retransmissions();
            settings.trace().flightSentAgain(flightsAgainTraced);
        }
    }

    /**
     * Seals one message into one record, which is a datagram of its own. {@code data} is lent and may be {@code out}
     * itself; {@code out} needs room for the message and {@link #overhead}.
     *
     * @return the datagram's length
     * @throws IllegalStateException if the association is not connected
     * @throws IllegalArgumentException if {@code length} is over {@link #maxPayload}, or {@code out} is too short
     */
    @HotPath
    public int seal(byte[] data, int offset, int length, byte[] out, int outOffset) {
        // [RFC6347 §4.1#7] [RFC9846 §2#2] nothing is said before the handshake is complete
        if (!isConnected()) {
            requireConnected();
        }
        if (length > maxPayload()) {
            throw new IllegalArgumentException("a message has at most " + maxPayload() + " bytes on this path, not " + length);
        }
        // [RFC8449 §4#1] what pads the content counts too
        int limit = Math.min(Math.min(mtu.configured(), writer().overhead() + mtu.maxContent()), out.length - outOffset);
        int sealed = records.seal(records.newestWriteEpoch(), ContentType.APPLICATION_DATA, data, offset, length, out, outOffset, limit);
        polledPath = paths.forApplicationData(sealed);
        watchUsage();
        return sealed;
    }

    /** By which path the datagram goes that was sealed or polled last. */
    @HotPath
    public int polledPath() {
        return polledPath;
    }

    /** Checks of paths, and what they lead to. */
    Paths paths() {
        return paths;
    }

    /** [RFC9147 §4.5.3] Asks for other keys once, and closes while there is one record left to say so in. */
    @HotPath
    private void watchUsage() {
        if (!isConnected()) {
            return;
        }
        // [RFC9846 §5.5#1]
        switch (wear.ofSealing(writer())) {
            case NONE -> {
                // the keys are good
            }
            case WEARING -> replaceKeys((state, context) -> state.onSealingKeysWearOut(writer().remaining() - 1, context));
            case WORN_OUT -> closeAtLimit("the keys have sealed as many records as they may");
        }
    }

    private void enforceIntegrityLimit() {
        if (isOver()) {
            return;
        }
        switch (wear.ofOpening(records.readEpoch())) {
            case NONE -> {
                if (!isConnected()) {
                    run(() -> handshake.state().onForgeries(records.readEpoch().forgeries()));
                }
            }
            case WEARING -> replaceKeys(Established::onOpeningKeysWearOut);
            // [RFC9147 §4.5.3#5]
            case WORN_OUT -> closeAtLimit("the keys have seen as many forged records as they may");
        }
    }

    /** What a connected state does about keys that wear out. */
    private interface Replacement {
        HandshakeState take(Established state, HandshakeContext context) throws ProtocolException;
    }

    private void replaceKeys(Replacement replacement) {
        established().ifPresent(state -> run(() -> handshake.step(context -> replacement.take(state, context))));
    }

    private void closeAtLimit(String message) {
        end(AlertLevel.WARNING, Optional.of(AlertDescription.CLOSE_NOTIFY));
        events.add(new EngineEvent.Failed(
                Violation.USAGE_LIMIT_REACHED, Optional.of(AlertDescription.CLOSE_NOTIFY), true, message));
    }

    /** Closes in order: close_notify to the peer, if there was any talk with it. Nothing if it is over already. */
    public void shutdown(long now) {
        if (isOver()) {
            return;
        }
        // [RFC9846 §6.1#5] [RFC9846 §6.1#2]
        end(AlertLevel.WARNING, started ? Optional.of(AlertDescription.CLOSE_NOTIFY) : Optional.empty());
        started = true;
        events.add(new EngineEvent.Closed(EngineEvent.ClosedBy.LOCAL));
    }

    /** [RFC5246 §7.2.1] The peer said close_notify: answered in kind. */
    void closedByPeer() {
        // [RFC9846 §6.1#2]
        end(AlertLevel.WARNING, Optional.of(AlertDescription.CLOSE_NOTIFY));
        // [RFC9846 §6#1]
        events.add(new EngineEvent.Closed(EngineEvent.ClosedBy.PEER));
    }

    /** The peer said that it is over. */
    void failedByPeer(AlertDescription description) {
        // [RFC9846 §6.2#1]
        end(AlertLevel.FATAL, Optional.empty());
        events.add(new EngineEvent.Failed(
                // [RFC9846 §6#2]
                Violation.PEER_ALERT, Optional.of(description), false, "the peer sent the alert " + description));
    }

    /** We say that it is over. */
    void fail(Violation violation, String message) {
        // [RFC9846 §6.2#2] [RFC9846 §6#6]
        end(AlertLevel.FATAL, violation.alert());
        events.add(new EngineEvent.Failed(violation, violation.alert(), violation.alert().isPresent(), message));
    }

    private void end(AlertLevel level, Optional<AlertDescription> alert) {
        if (level == AlertLevel.FATAL) {
            handshake.onFailure();
        }
        handshake.close();
        paths.close();
        deadlines.clear();
        // [RFC9846 §7.3#2]
        alert.ifPresent(description -> outbox.add(level, description));
        over = true;
    }

    /**
     * Writes the next datagram to be sent to {@code out}, which needs room for a datagram of the MTU.
     *
     * @return its length, or 0 if there is none, or if a peer whose address is not proven has to be heard first
     * @throws IllegalArgumentException if there is one and {@code out} has less than 64 bytes for it
     */
    public int pollDatagram(byte[] out, int offset, long now) {
        int length = pollCheck(out, offset);
        if (length > 0) {
            return length;
        }
        polledPath = paths.current();
        try {
            length = outbox.poll(out, offset, now);
        } catch (ProtocolException exhausted) {
            fail(exhausted.violation(), exhausted.getMessage());
            return pollDatagram(out, offset, now); // what can still be said about it
        }
        watchUsage();
        return length;
    }

    /** [RFC9853 §5] A datagram for every message, since each has a path of its own. */
    private int pollCheck(byte[] out, int offset) {
        while (paths.hasMessage() && isConnected() && writer().remaining() > 1) { // the last is for close_notify
            polledPath = paths.nextPath();
            Optional<RoutabilityMessage> message = paths.take(writer().overhead() + RoutabilityMessage.LENGTH);
            if (message.isPresent()) {
                // [RFC9853 §4#1] [RFC9853 §5.3#2]
                byte[] content = message.get().encode();
                int limit = Math.min(mtu.configured(), out.length - offset);
                return records.seal(
                        records.newestWriteEpoch(), ContentType.RETURN_ROUTABILITY_CHECK, content, 0, content.length, out, offset, limit);
            }
        }
        return 0;
    }

    /**
     * [RFC9146 §6] The peer is to be found by this path from now on, whatever was configured; a check that is under way ends.
     *
     * @throws IllegalStateException if the association is not connected
     */
    public void adoptPath(int path, long now) {
        requireConnected();
        paths.adopt(path);
        keepTime(now);
    }

    /**
     * [RFC9853 §5.2] Our own end has moved to this path, and sends by it from now on, under another connection ID if the peer has
     * given one. The peer finds out by the next datagram; where connection IDs are not used towards it, it cannot.
     *
     * @throws IllegalStateException if the association is not connected
     */
    public void migrate(int path, long now) {
        requireConnected();
        paths.migrate(path);
        keepTime(now);
    }

    /** What the peer's records are known by, the eldest first; empty before it is agreed on and where none are used. */
    public List<ConnectionId> receiveConnectionIds() {
        return handshake.connectionIds().ours();
    }

    /** What our records carry; empty for none. */
    public ConnectionId sendConnectionId() {
        return handshake.connectionIds().peers().current();
    }

    /** How many connection IDs the peer has given us that were not used yet. */
    public int spareConnectionIds() {
        return handshake.connectionIds().spares();
    }

    /** When {@link #onTimeout} is due, or {@link #NO_DEADLINE}. */
    public long deadline() {
        if (isOver()) {
            return NO_DEADLINE;
        }
        return Math.min(Math.min(flights.deadline(), handshake.ackDeadline()), Math.min(deadlines.earliest(), paths.deadline()));
    }

    /** The next event, in the order in which they happened; empty if there is none. */
    public Optional<EngineEvent> pollEvent() {
        return Optional.ofNullable(events.poll());
    }

    /** Whether there is an event or a datagram to be polled. */
    public boolean hasNews() {
        return !events.isEmpty() || outbox.hasNews() || paths.hasMessage();
    }

    /** Whether application data flows. */
    public boolean isConnected() {
        return handshake.isEstablished();
    }

    /** Whether the association was closed or has failed. */
    public boolean isOver() {
        return over;
    }

    /** What was agreed on; empty before the handshake is complete and after the association is over. */
    public Optional<SessionInfo> info() {
        return established().map(Established::info);
    }

    /**
     * [RFC9846 §4.3.10] Seals one message of early data, right after {@link #start}, where a session is resumed that allows it and
     * {@code ClientConfig} offers it. Anybody can send it again. If the server does not take it, which
     * {@code SessionInfo.earlyData} tells, it is lost.
     *
     * @return the datagram's length
     * @throws IllegalStateException if there is no early data to be sent, or not any more
     * @throws IllegalArgumentException if {@code length} is over {@link #maxEarlyPayload}, or {@code out} is too short
     */
    public int sealEarly(byte[] data, int offset, int length, byte[] out, int outOffset) {
        if (!isEarlyDataPossible()) {
            throw new IllegalStateException("early data cannot be sent" + (isConnected() ? " once the association is connected" : ""));
        }
        if (length > maxEarlyPayload()) {
            throw new IllegalArgumentException("a message of early data has at most " + maxEarlyPayload() + " bytes here, not " + length);
        }
        // [RFC9846 §4.3.10#12] once: what was sealed is not kept
        int limit = Math.min(mtu.configured(), out.length - outOffset);
        // [RFC9846 §F.5#4]
        int sealed = records.seal(
                RecordLayer.EARLY_DATA_EPOCH, ContentType.APPLICATION_DATA, data, offset, length, out, outOffset, limit);
        handshake.early().sent(length);
        return sealed;
    }

    /** Whether early data can be sent now: the hello offers it, and the server has neither finished nor asked for another. */
    public boolean isEarlyDataPossible() {
        return records.canWrite(RecordLayer.EARLY_DATA_EPOCH) && !isConnected() && !isOver();
    }

    /** [RFC9846 §4.7.1] How many bytes of early data the ticket still allows, in all messages together; 0 if none can be sent. */
    public long earlyDataLeft() {
        return isEarlyDataPossible() ? handshake.early().left() : 0;
    }

    /**
     * The longest message of early data that can be sent now, by what the ticket still allows and by what a datagram holds;
     * 0 if there is none to be sent.
     */
    public int maxEarlyPayload() {
        if (!isEarlyDataPossible()) {
            return 0;
        }
        int room = Math.min(records.writeEpoch(RecordLayer.EARLY_DATA_EPOCH).contentWithin(mtu.configured()), mtu.maxContent());
        return (int) Math.min(room, handshake.early().left());
    }

    /**
     * [RFC5705] Gives exported keying material without a context.
     *
     * @param length 1 to 65535 bytes
     * @throws IllegalArgumentException if the label is not ASCII, or one that the handshake itself uses
     * @throws IllegalStateException if the association is not connected, or has no extended master secret
     */
    public SecretBytes exportKeyingMaterial(String label, int length) {
        return exporter(length).export(label, length);
    }

    /** [RFC5705] The same with a context of 0 to 65535 bytes; an empty one is the same as none in DTLS 1.3, and not in DTLS 1.2. */
    public SecretBytes exportKeyingMaterial(String label, byte[] context, int length) {
        return exporter(length).export(label, context, length);
    }

    /**
     * [RFC9846 §7.5] Gives keying material that early data is bound to: from the hello on where early data is offered, or was
     * taken, until the handshake is complete. Anybody can have the server export it again, as with early data itself; a
     * context that is empty is the same as none.
     *
     * @param length 1 to 65535 bytes, and at most 255 times the hash's
     * @throws IllegalArgumentException if the label is not ASCII or over 249 bytes
     * @throws IllegalStateException if there is no early data, or the handshake is complete
     */
    public SecretBytes exportEarlyKeyingMaterial(String label, byte[] context, int length) {
        // [RFC9846 §7.5#3]
        checkExportLength(length);
        return handshake.early().export(label, context, length);
    }

    private static void checkExportLength(int length) {
        if (length < 1 || length > MAX_EXPORT) {
            throw new IllegalArgumentException("keying material of 1 to 65535 bytes can be exported, not " + length);
        }
    }

    private Established exporter(int length) {
        checkExportLength(length);
        return requireConnected();
    }

    private Established requireConnected() {
        return established().orElseThrow(
                () -> new IllegalStateException(isOver() ? "the association is over" : "the association is not connected"));
    }

    /**
     * [RFC6347 §4.1.1.1#5] [RFC9147 §4.4#5] By how many bytes, at most, a sealed message is longer than itself, if it is not
     * padded beyond what its cipher wants: of CBC suites, by up to a block less.
     *
     * @throws IllegalStateException if the association is not connected
     */
    public int overhead() {
        requireConnected();
        return writer().overhead();
    }

    /**
     * The longest message that fits one datagram on this path and one record.
     *
     * @throws IllegalStateException if the association is not connected
     */
    @HotPath
    public int maxPayload() {
        if (!isConnected()) {
            requireConnected();
        }
        return Math.max(0, Math.min(writer().contentWithin(mtu.configured()), mtu.maxContent()));
    }

    /** [RFC6347 §4.1.1.1#7] [RFC9147 §4.4#9] Changes the largest datagram that is sent, 256 to 65535 bytes, from the next one on. */
    public void setMtu(int bytes) {
        mtu.configure(bytes);
    }

    /**
     * [RFC9147 §4.4] The network refused a datagram for its length: flights are packed into smaller ones from now on, and the one
     * that waits is sent again at once.
     */
    public void onDatagramTooLarge(long now) {
        if (!isOver()) {
            handshake.at(now);
            // [RFC6347 §4.1.1.1#10] [RFC9147 §4.4#13]
            flights.onTooLarge();
            keepTime(now);
        }
    }

    /** Changes the first retransmission timeout, 50 ms to 60 s; a running timer is rescaled, with its doublings. */
    public void setInitialRto(Duration rto) {
        flights.timing(settings.flightTiming().withInitialRto(rto));
    }

    /** What went through so far. */
    public EngineStats stats() {
        return EngineStats.of(records.counters(), flights.retransmissions());
    }

    /**
     * [RFC9147 §8] Begins to change the keys that we seal with; the peer is asked to change its own as well. Takes effect
     * once the peer has acknowledged it; until then the old keys are used.
     *
     * @throws IllegalStateException if the association is not connected
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken
     */
    public void updateKeys(long now) {
        command(requireConnected()::updateKeys, now);
    }

    /**
     * [RFC9846 §4.7.2] Asks the client for a certificate, which is judged as in a handshake; an event tells who it is.
     *
     * @throws IllegalStateException if the association is not connected
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, this is a client, or the client did not offer it
     */
    public void requestClientAuthentication(long now) {
        command(requireConnected()::requestClientAuthentication, now);
    }

    /**
     * [RFC9846 §4.7.1] Sends the client another ticket.
     *
     * @throws IllegalStateException if the association is not connected
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, this is a client, or no tickets are configured
     */
    public void issueTicket(long now) {
        command(requireConnected()::issueTicket, now);
    }

    /**
     * [RFC9147 §9] Gives the peer other connection IDs to know its records by, at most as many as there is room for: 16 are in use
     * at a time. One such message is on its way at a time; another waits for it.
     *
     * @param count 1 to 255
     * @throws IllegalStateException if the association is not connected, or one waits already
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, or none were agreed on in this direction
     */
    public void issueConnectionIds(int count, ConnectionIdUsage usage, long now) {
        checkCount(count);
        Established state = requireConnected();
        command(context -> state.issueConnectionIds(count, usage, context), now);
    }

    /**
     * [RFC9147 §9] Asks the peer for other connection IDs, which it may give fewer of: before a path changes, so that there are some.
     *
     * @param count 1 to 255
     * @throws IllegalStateException if the association is not connected, or the peer has not answered the last request
     * @throws UnsupportedOperationException if DTLS 1.2 is spoken, or none were agreed on in this direction
     */
    // [RFC9147 §9#10]
    public void requestConnectionIds(int count, long now) {
        checkCount(count);
        Established state = requireConnected();
        command(context -> state.requestConnectionIds(count, context), now);
    }

    private static void checkCount(int count) {
        if (count < 1 || count > RequestConnectionId.MAX) {
            throw new IllegalArgumentException("1 to 255 connection IDs, not " + count);
        }
    }

    private void command(Handshake.Step step, long now) {
        handshake.at(now);
        try {
            handshake.step(step);
        } catch (ProtocolException broken) {
            fail(broken.violation(), broken.getMessage());
        }
        keepTime(now);
    }

    private WriteEpoch writer() {
        return records.writeEpoch(records.newestWriteEpoch());
    }

    private void requireStarted() {
        if (!started) {
            throw new IllegalStateException("start this engine first");
        }
    }

    /** Wipes all keys and secrets, those of events that were not polled too, without a word to the peer. Nothing else may be called afterwards but this. */
    @Override
    public void close() {
        over = true;
        started = true;
        handshake.close();
        deadlines.clear();
        outbox.clear();
        records.close();
        events.forEach(DtlsEngine::discard);
        events.clear();
    }

    /** Nobody will ask for it; a secret is wiped. */
    private static void discard(EngineEvent event) {
        if (event instanceof EngineEvent.Resumable ticket) {
            ticket.session().close();
        }
    }
}

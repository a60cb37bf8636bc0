package io.puredtls.endpoint;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.endpoint.text.AddressText;
import io.puredtls.endpoint.text.CountText;
import io.puredtls.engine.Disposition;
import io.puredtls.engine.HelloGate;
import io.puredtls.engine.VerifiedHello;
import io.puredtls.record.DropReason;
import java.io.IOException;
import java.lang.System.Logger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * One thread, one selector, one channel: receives, keeps the timers, and does for all sessions what is not done on the
 * callers' threads. Everything here runs on that thread unless it says otherwise.
 */
final class EndpointLoop implements Runnable {
    private static final Logger LOGGER = System.getLogger("io.puredtls.endpoint");
    private static final long TICK = Duration.ofMillis(2).toNanos();
    private static final long LONGEST_WAIT = Duration.ofSeconds(1).toNanos();
    private static final int BATCH = 64; // datagrams per wake-up before timers and commands have their turn

    private final EndpointConfig config;
    private volatile DatagramChannel channel;
    private volatile InetSocketAddress localAddress;
    private final Selector selector;
    private SelectionKey key;
    private final DatagramPump pump;
    private final PeerTable peers = new PeerTable();
    private final ConnectionIdTable connectionIds = new ConnectionIdTable();
    private final TimerWheel timers = new TimerWheel(TICK, System.nanoTime());
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final ByteBuffer received = ByteBuffer.allocate(DatagramPump.MAX_DATAGRAM);
    private final byte[] reply = new byte[HelloGate.MAX_REPLY];
    private final AtomicLongArray drops = new AtomicLongArray(DropReason.values().length);
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final LongAdder handshakesStarted = new LongAdder();
    private final LongAdder handshakesCompleted = new LongAdder();
    private final LongAdder handshakesFailed = new LongAdder();
    private final LongAdder cookiesSent = new LongAdder();
    private final HelloRefusals refusals = new HelloRefusals(System.nanoTime());
    private final LongAdder sessionsRefused = new LongAdder();
    private final LongAdder sendFailures = new LongAdder();
    private final LongAdder datagramsTooLarge = new LongAdder();
    private Optional<Listening> listening = Optional.empty();
    private volatile boolean running = true;
    private volatile Thread thread;
    private volatile int sessions;

    /** A server's part of an endpoint. */
    record Listening(ServerConfig config, HelloGate gate, Acceptor acceptor) {
    }

    /** What becomes of a peer's session. */
    interface Acceptor {
        /** Its handler, or none if it is read by blocking calls. */
        Optional<SessionHandler> handler();

        /** Whether there is room for one more that connected. */
        boolean onConnected(DtlsSession session);
    }

    EndpointLoop(EndpointConfig config, DatagramChannel channel) throws IOException {
        this(config, channel, channel::send);
    }

    EndpointLoop(EndpointConfig config, DatagramChannel channel, DatagramPump.Outgoing outgoing) throws IOException {
        this.config = config;
        this.channel = channel;
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
        this.pump = new DatagramPump(channel, outgoing, config.filter(), report -> execute(() -> onReport(report)));
        this.selector = Selector.open();
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ);
    }

    // What follows may be called from any thread.

    EndpointConfig config() {
        return config;
    }

    /** Whether the kernel lets nobody else be heard or reached. */
    boolean isForOnePeer() {
        return channel.isConnected();
    }

    InetSocketAddress localAddress() {
        return localAddress;
    }

    /** Whose records carry which connection ID. */
    ConnectionIdTable connectionIds() {
        return connectionIds;
    }

    /** The clock of everything here. */
    long now() {
        return System.nanoTime();
    }

    /** Runs {@code command} on the loop; if that has ended, here and now: it finds nothing left to do, and can say so. */
    void execute(Runnable command) {
        commands.add(command);
        selector.wakeup();
        if (closed.isDone()) {
            runCommands();
        }
    }

    private int runCommands() {
        int count = 0;
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            command.run();
            count++;
        }
        return count;
    }

    boolean isLoopThread() {
        return Thread.currentThread() == thread;
    }

    boolean isRunning() {
        return running;
    }

    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Sends a datagram; false if the socket is full. */
    boolean trySend(byte[] datagram, int length, InetSocketAddress peer) throws IOException {
        return pump.send(datagram, length, peer);
    }

    /** Sends a datagram, waiting while the socket is full; on the loop, which must not wait, it may be lost. */
    void sendOrWait(byte[] datagram, InetSocketAddress peer) throws IOException {
        if (isLoopThread()) {
            if (!pump.send(datagram, datagram.length, peer)) {
                sendFailures.increment();
            }
            return;
        }
        while (!pump.send(datagram, datagram.length, peer)) {
            execute(this::watchForRoom);
            try {
                pump.awaitWritable();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while the socket was full; the message was not sent", interrupted);
            }
        }
    }

    private void watchForRoom() {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
    }

    /** Sends a datagram that may get lost: it will be sent again, or the path would have lost it too. Gives why it was refused. */
    Optional<IOException> sendOrLose(byte[] datagram, int length, InetSocketAddress peer) {
        try {
            if (!pump.send(datagram, length, peer)) {
                sendFailures.increment();
            }
            return Optional.empty();
        } catch (IOException refused) { // no route, too large for the interface: the handshake's timers notice
            sendFailures.increment();
            log(refused, length, peer);
            return Optional.of(refused);
        }
    }

    private void log(IOException refused, int length, InetSocketAddress peer) {
        Logger.Level level = Logger.Level.DEBUG;
        if (DatagramPump.isTooLarge(refused)) {
            level = datagramsTooLarge.sum() == 0 ? Logger.Level.WARNING : level; // the configured MTU is not this path's
            datagramsTooLarge.increment();
        }
        LOGGER.log(level, () -> "a datagram of " + CountText.bytes(length) + " to " + AddressText.of(peer) + " could not be sent: " + refused.getMessage());
    }

    /** A message found no room in the socket where nobody may wait for it. */
    void onLost() {
        sendFailures.increment();
    }

    /** A message was refused for its length. */
    void onTooLarge() {
        sendFailures.increment();
        datagramsTooLarge.increment();
    }

    void onHandlerFailure(Throwable thrown) {
        LOGGER.log(Logger.Level.WARNING, "a handler, or something else that was configured, threw an exception", thrown);
    }

    EndpointStats stats() {
        Map<DropReason, Long> dropsNow = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            if (drops.get(reason.ordinal()) > 0) {
                dropsNow.put(reason, drops.get(reason.ordinal()));
            }
        }
        return new EndpointStats(
                pump.datagramsReceived(), pump.bytesReceived(), pump.datagramsSent(), pump.bytesSent(), sessions,
                handshakesStarted.sum(), handshakesCompleted.sum(), handshakesFailed.sum(),
                cookiesSent.sum(), refusals.count(), sessionsRefused.sum(), sendFailures.sum(), datagramsTooLarge.sum(), dropsNow);
    }

    // What follows runs on the loop.

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (running) {
                doWork();
            }
        } catch (Throwable failed) { // an error too: whoever waits for a session must not wait for ever
            LOGGER.log(Logger.Level.ERROR, "the endpoint at " + localAddress + " failed", failed);
            endAll(SessionEnd.of(SessionEnd.Reason.IO_FAILED, "the endpoint failed: " + failed));
        } finally {
            release();
        }
    }

    private void endAll(SessionEnd how) {
        running = false; // before handlers hear of it, so that they begin nothing new
        for (LoopSession session : peers.all()) {
            session.end(how);
        }
    }

    private void release() {
        shutdown(); // those that are left
        try {
            channel.close();
            selector.close();
        } catch (IOException failed) {
            LOGGER.log(Logger.Level.DEBUG, "closing the socket failed", failed);
        }
        runCommands(); // whoever waits for an answer gets one
        closed.complete(null);
        runCommands(); // he too who asked in between
    }

    /** One turn: what has come, what was asked, what is due. Gives how much there was. */
    private int doWork() throws IOException {
        long wait = commands.isEmpty() ? timers.untilNext(now(), LONGEST_WAIT) : 0;
        if (wait <= 0) {
            selector.selectNow();
        } else {
            selector.select(Math.max(1, Duration.ofNanos(wait).toMillis()));
        }
        selector.selectedKeys().clear();
        if (key.isWritable()) {
            key.interestOps(SelectionKey.OP_READ);
            pump.onWritable();
        }
        int work = receiveBatch();
        work += runCommands();
        timers.advance(now(), id -> peers.withId(id).ifPresent(LoopSession::onTimer));
        return work;
    }

    private int receiveBatch() throws IOException {
        int count = 0;
        while (count < BATCH && running) {
            InetSocketAddress peer = pump.receive(received);
            if (peer == null) {
                break;
            }
            try {
                route(peer, received.array(), received.position());
            } catch (Throwable thrown) { // of what was configured, as a store of tickets that the gate asks: the next peer is to be heard
                onHandlerFailure(thrown);
            }
            count++;
        }
        return count;
    }

    /** [RFC6347 §4.2.8] A hello may begin anew where a session lives; whatever else there is belongs to the session. */
    private void route(InetSocketAddress peer, byte[] datagram, int length) {
        Optional<LoopSession> owner = connectionIds.find(datagram, length);
        if (owner.isPresent()) {
            owner.get().receive(datagram, length, peer); // wherever it comes from
            return;
        }
        Optional<LoopSession> session = peers.current(peer);
        if (session.isEmpty() && ConnectionIdTable.isIn(datagram, length)) {
            drop(DropReason.WRONG_CONNECTION_ID);
        } else if (session.isEmpty()) {
            knock(peer, datagram, length);
        } else if (HelloDatagram.is(datagram, length)) {
            routeHello(session.get(), datagram, length);
        } else {
            deliver(session.get(), datagram, length);
        }
    }

    /** A hello belongs to the session that began with it; one that nobody knows asks at the gate. Clients are never sent one. */
    private void routeHello(LoopSession session, byte[] datagram, int length) {
        InetSocketAddress peer = session.remoteAddress();
        Optional<String> random = HelloGate.peekRandom(datagram, 0, length); // none in its later pieces
        Optional<LoopSession> owner = Stream.concat(peers.candidate(peer).stream(), Stream.of(session))
                .filter(each -> random.map(each::beganWith).orElseGet(() -> each.isServerSide() && !each.isEstablished())).findFirst();
        if (owner.isPresent() && random.isEmpty()) {
            // nothing in it says whether the handshake under way is sent again, or its client has died and begins anew
            owner.get().receive(Arrays.copyOf(datagram, length), length, peer);
            knock(peer, datagram, length);
        } else if (owner.isPresent()) {
            owner.get().receive(datagram, length, peer);
        } else if (random.filter(session::outdoes).isPresent()) {
            drop(DropReason.STALE_MESSAGE);
        } else {
            // [RFC6347 §4.2.8#1] [RFC9147 §5.11#1] a peer that has forgotten us may begin anew
            knock(peer, datagram, length);
        }
    }

    private void deliver(LoopSession session, byte[] datagram, int length) {
        Optional<LoopSession> candidate = peers.candidate(session.remoteAddress());
        if (candidate.isEmpty()) {
            session.receive(datagram, length, session.remoteAddress());
        } else {
            byte[] copy = Arrays.copyOf(datagram, length); // whoever cannot open it destroys it
            // what is in the clear counts for the candidate alone: a client of ours waits for what becomes of it
            // [RFC9147 §5.11#4]
            if (candidate.get().receive(datagram, length, session.remoteAddress()) == Disposition.DROPPED) {
                session.receive(copy, length, session.remoteAddress());
            }
        }
    }

    private void knock(InetSocketAddress peer, byte[] datagram, int length) {
        if (listening.isEmpty()) {
            drop(DropReason.NOT_A_HELLO);
            return;
        }
        HelloGate gate = listening.get().gate;
        HelloGate.Verdict verdict = peers.current(peer).isEmpty() ? gate.inspect(datagram, 0, length, identity(peer), now(), reply)
                : gate.inspectBeginningAnew(datagram, 0, length, identity(peer), now(), reply);
        if (verdict instanceof HelloGate.Verdict.Reply answer) {
            cookiesSent.increment();
            sendOrLose(reply, answer.length(), peer);
        } else if (verdict instanceof HelloGate.Verdict.Refuse refusal) {
            sendOrLose(reply, refusal.length(), peer);
            refusals.tell(peer, refusal, listening.get().acceptor.handler(), now());
        } else if (verdict instanceof HelloGate.Verdict.Admit admit) {
            admit(peer, admit.hello());
        } else if (verdict instanceof HelloGate.Verdict.Drop drop) {
            drop(drop.reason());
        }
    }

    /** What ICMP says of the one peer of a connected socket. Not now where it was noticed: a session may be at work. */
    private void onReport(IOException report) {
        LOGGER.log(Logger.Level.DEBUG, () -> "the network says: " + report);
        peers.all().forEach(session -> session.onUnreachable(report));
    }

    private void drop(DropReason reason) {
        drops.incrementAndGet(reason.ordinal());
    }

    /** What a cookie is bound to: address and port. */
    private static byte[] identity(InetSocketAddress peer) {
        InetAddress address = peer.getAddress();
        byte[] bytes = address.getAddress();
        byte[] identity = Arrays.copyOf(bytes, bytes.length + 2);
        identity[bytes.length] = (byte) (peer.getPort() >>> 8);
        identity[bytes.length + 1] = (byte) peer.getPort();
        return identity;
    }

    private void admit(InetSocketAddress peer, VerifiedHello hello) {
        peers.candidate(peer).ifPresent(outdated -> outdated.end(replaced()));
        // a client of ours is not theirs to end by a hello: it lives until the new handshake is complete
        peers.current(peer).filter(old -> old.isServerSide() && !old.isEstablished()).ifPresent(outdated -> outdated.end(replaced()));
        if (peers.size() >= config.maxSessions()) {
            sessionsRefused.increment();
            return;
        }
        ServerConfig server = listening.orElseThrow().config;
        LoopSession session = add(Peer.calling(peer, hello), EngineSource.server(server, hello), listening.get().acceptor.handler());
        session.start();
    }

    private static SessionEnd replaced() {
        return SessionEnd.of(SessionEnd.Reason.REPLACED, "the peer began anew");
    }

    private LoopSession add(Peer peer, EngineSource engine, Optional<SessionHandler> handler) {
        LoopSession session = new LoopSession(this, peers.freeId(), peer, engine, handler);
        peers.add(session);
        sessions = peers.size();
        handshakesStarted.increment();
        return session;
    }

    /** Begins a client's session; its early data, if it may send any, goes right behind its hello. */
    DtlsSession connect(InetSocketAddress peer, ClientConfig client, EarlyMessages early, Optional<SessionHandler> handler)
            throws IOException {
        if (peers.current(peer).isPresent()) {
            throw new IllegalStateException("there is a session with " + peer + " on this endpoint already");
        }
        if (peers.size() >= config.maxSessions()) {
            throw new IllegalStateException("the endpoint has " + peers.size() + " sessions, which is all it may have");
        }
        ClientConfig unique = client.settings().mobility().connectionIds()
                .map(generator -> client.withConnectionIds(connectionIds.unique(generator))).orElse(client);
        LoopSession session = add(Peer.called(peer), EngineSource.client(unique), handler);
        session.start(early);
        return session.session();
    }

    /** Lets nobody in any more. */
    void stopListening() {
        listening = Optional.empty();
    }

    void listen(ServerConfig server, Acceptor acceptor) {
        if (listening.isPresent()) {
            throw new IllegalStateException("this endpoint listens already");
        }
        ServerConfig unique = server.settings().mobility().connectionIds()
                .map(generator -> server.withConnectionIds(connectionIds.unique(generator))).orElse(server);
        listening = Optional.of(new Listening(unique, new HelloGate(unique, now()), acceptor));
    }

    void onConnected(LoopSession session) {
        handshakesCompleted.increment();
        // [RFC6347 §4.2.8#3] [RFC9147 §5.11#3] its Finished was right: the old one ends
        peers.promote(session).ifPresent(outdated -> outdated.end(outdated.isServerSide() || outdated.isEstablished() ? replaced()
                : SessionEnd.of(SessionEnd.Reason.REPLACED, "the peer connected to us at the same time, and its session goes on")));
        if (session.isServerSide() && listening.isPresent() && !listening.get().acceptor.onConnected(session.session())) {
            sessionsRefused.increment();
            session.session().close();
        }
    }

    /** A session's peer is somewhere else now. */
    void onAddressChanged(LoopSession session, InetSocketAddress old) {
        peers.move(session, old);
    }

    /** Goes on from another socket; what the old one has not given out is lost. Gives where it is. */
    InetSocketAddress rebind(InetSocketAddress local) throws IOException {
        DatagramChannel other = EndpointSocket.open(config.boundTo(local), Optional.ofNullable((InetSocketAddress) channel.getRemoteAddress()));
        try {
            other.configureBlocking(false);
            moveTo(other, other.register(selector, SelectionKey.OP_READ));
        } catch (IOException failed) {
            other.close();
            throw failed;
        }
        return localAddress;
    }

    private void moveTo(DatagramChannel other, SelectionKey otherKey) throws IOException {
        localAddress = (InetSocketAddress) other.getLocalAddress();
        DatagramChannel old = channel;
        key.cancel();
        channel = other;
        key = otherKey;
        pump.use(other);
        old.close();
        peers.all().forEach(LoopSession::onMoved);
    }

    void setTimer(int id, long time) {
        timers.set(id, time);
    }

    void remove(LoopSession session) {
        timers.clear(session.id());
        peers.remove(session);
        sessions = peers.size();
        if (!session.opened().isDone()) {
            handshakesFailed.increment();
        }
        if (config.closeWithLastSession() && sessions == 0) {
            execute(this::endIfEmpty); // not now: another session may be about to take its place
        }
    }

    private void endIfEmpty() {
        if (peers.size() == 0) {
            running = false;
        }
    }

    /** All sessions are closed in order, then the socket. */
    void shutdown() {
        endAll(SessionEnd.of(SessionEnd.Reason.CLOSED_LOCALLY, "the endpoint was closed"));
    }
}

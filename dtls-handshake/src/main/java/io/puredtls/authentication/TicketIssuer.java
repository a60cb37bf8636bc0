package io.puredtls.authentication;

import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.session.Session;
import io.puredtls.session.Session13;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.util.Arrays;
import java.util.Optional;

/** From sessions of either version to tickets and back, as the configuration says; those of one version are none of the other. */
public final class TicketIssuer {
    private static final int NAME_LENGTH = 32;
    /** With a longer one the hello would be more than gates put together, and whoever comes back would not get in. */
    private static final int LONGEST_TICKET = 6 * 1024;

    private TicketIssuer() {
    }

    /** The ticket of {@code session}, which is taken; empty if all that it has to hold is too long for one. */
    public static Optional<Bytes> issue(ServerConfig config, Session session, long now) {
        TicketPolicy.Kind kind = config.tickets().kind();
        if (kind instanceof TicketPolicy.Stored stored) {
            Bytes name = Bytes.of(config.settings().entropy().bytes(NAME_LENGTH));
            stored.store().put(name, session);
            return Optional.of(name);
        }
        TicketPolicy.Sealed sealing = (TicketPolicy.Sealed) kind;
        byte[] content = session.encode();
        try (session) {
            return Optional.of(Bytes.of(sealing.keys().seal(config.settings().jca(), content, now)))
                    .filter(ticket -> ticket.length() <= LONGEST_TICKET);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** Gives the session of a ticket, if it is one of ours and of this version, and its time is not over. It is not used up. */
    public static <S extends Session> Optional<S> find(ServerConfig config, Class<S> wanted, Bytes ticket, long now) {
        TicketPolicy.Kind kind = config.tickets().kind();
        Optional<Session> session = Optional.empty();
        if (kind instanceof TicketPolicy.Stored stored) {
            session = stored.store().peek(ticket);
        } else if (kind instanceof TicketPolicy.Sealed sealing) {
            session = sealing.keys().open(config.settings().jca(), ticket.toArray(), now).flatMap(TicketIssuer::decode);
        }
        if (session.isPresent() && !(wanted.isInstance(session.get()) && session.get().isAlive(now))) {
            session.get().close();
            return Optional.empty();
        }
        return session.map(wanted::cast);
    }

    /** Whether a ticket whose session was found may be used: one that can be used once is used up, and was not before. */
    public static boolean redeem(ServerConfig config, Bytes ticket) {
        if (!(config.tickets().kind() instanceof TicketPolicy.Stored stored)) {
            return true;
        }
        Optional<Session> session = stored.store().take(ticket);
        session.ifPresent(Session::close);
        return session.isPresent();
    }

    /** Whether it is a ticket of ours that was given to this network and may still be used. It is not used up. */
    public static boolean isBoundTo(ServerConfig config, Bytes ticket, Bytes address) {
        Optional<Session13> session = find(config, Session13.class, ticket, config.settings().clock().millis());
        boolean bound = session.map(each -> each.address().equals(address)).orElse(false);
        session.ifPresent(Session13::close);
        return bound;
    }

    private static Optional<Session> decode(byte[] content) {
        try {
            return Optional.of(Session.decode(content));
        } catch (DecodeException older) { // sealed by another release of ours
            return Optional.empty();
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}

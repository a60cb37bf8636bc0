package io.puredtls.endpoint.explain;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.wire.Bytes;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** [RFC9147 §6.1] The secrets of one sender's epochs: out of the key log, or one out of the other. Not thread-safe. */
final class TrafficSecrets {
    static final int EARLY = 1;
    static final int HANDSHAKE = 2;
    static final int APPLICATION = 3;

    private final Sender from;
    private final Schedule13 schedule;
    private final Secrets secrets;
    private final Bytes random;
    private final Map<Integer, Optional<Keys13>> known = new HashMap<>();

    TrafficSecrets(Sender from, Schedule13 schedule, Secrets secrets, Bytes random) {
        this.from = from;
        this.schedule = schedule;
        this.secrets = secrets;
        this.random = random;
    }

    /** What the key schedule calls the secret of an epoch. */
    String name(int epoch) {
        return switch (epoch) {
            case EARLY -> from + "_early_traffic_secret";
            case HANDSHAKE -> from + "_handshake_traffic_secret";
            default -> from + "_application_traffic_secret_" + (epoch - APPLICATION);
        };
    }

    /** The secret of an epoch under its name. */
    Schedule13.Named secret(int epoch) {
        return new Schedule13.Named(name(epoch), keys(epoch).map(Keys13::secret));
    }

    /** Whether the key log itself has the secret of an epoch. */
    Optional<Bytes> logged(int epoch) {
        String owner = from.toString().toUpperCase(Locale.ROOT);
        Optional<Bytes> found = switch (epoch) {
            case EARLY -> secrets.find(owner + "_EARLY_TRAFFIC_SECRET", random);
            case HANDSHAKE -> secrets.find(owner + "_HANDSHAKE_TRAFFIC_SECRET", random);
            case APPLICATION -> secrets.find(owner + "_TRAFFIC_SECRET_0", random).or(() -> secrets.find(owner + "_TRAFFIC_SECRET", random));
            default -> secrets.find(owner + "_TRAFFIC_SECRET_" + (epoch - APPLICATION), random);
        };
        return found.filter(secret -> secret.length() == schedule.hashLength());
    }

    /** The keys of an epoch, if there is a way to them. */
    Optional<Keys13> keys(int epoch) {
        if (!known.containsKey(epoch)) {
            known.put(epoch, logged(epoch).or(() -> updated(epoch)).map(secret -> keys(epoch, secret)));
        }
        return known.get(epoch);
    }

    /** [RFC9846 §7.2] */
    private Optional<Bytes> updated(int epoch) {
        if (epoch <= APPLICATION) {
            return Optional.empty();
        }
        return keys(epoch - 1).map(before -> schedule.expand(before.secret(), "traffic upd", Bytes.EMPTY, schedule.hashLength()));
    }

    private Keys13 keys(int epoch, Bytes secret) {
        AeadAlgorithm aead = schedule.aead();
        return new Keys13(from, epoch, name(epoch), secret,
                schedule.expand(secret, "key", Bytes.EMPTY, aead.keyLength()),
                schedule.expand(secret, "iv", Bytes.EMPTY, AeadAlgorithm.NONCE_LENGTH),
                schedule.expand(secret, "sn", Bytes.EMPTY, aead.keyLength()));
    }
}

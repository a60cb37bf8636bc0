package io.puredtls.crypto.kex;

import java.security.Key;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Locale;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;

/** A provider of nothing but X25519 or X448, which always agrees on zeros. (An OpenJDK takes it unsigned.) */
final class ZeroAgreement extends Provider {
    private static final long serialVersionUID = 1;

    ZeroAgreement(NamedGroup group) {
        super("ZeroAgreement", "1", "for tests");
        int length = group.equals(NamedGroup.X25519) ? 32 : 56;
        putService(new Service(this, "KeyAgreement", group.toString().toUpperCase(Locale.ROOT), Zeros.class.getName(), null, null) {
            @Override
            public Object newInstance(Object parameter) {
                return new Zeros(length);
            }
        });
    }

    private static final class Zeros extends KeyAgreementSpi {
        private final int length;

        Zeros(int length) {
            this.length = length;
        }

        @Override
        protected void engineInit(Key key, SecureRandom random) {
        }

        @Override
        protected void engineInit(Key key, AlgorithmParameterSpec parameters, SecureRandom random) {
        }

        @Override
        protected Key engineDoPhase(Key key, boolean lastPhase) {
            return null;
        }

        @Override
        protected byte[] engineGenerateSecret() {
            return new byte[length];
        }

        @Override
        protected int engineGenerateSecret(byte[] secret, int offset) {
            throw new UnsupportedOperationException();
        }

        @Override
        protected SecretKey engineGenerateSecret(String algorithm) {
            throw new UnsupportedOperationException();
        }
    }
}

package io.puredtls.endpoint;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * No log output of the endpoint during a test, for exceptions that are thrown on purpose. By reflection, since the
 * module does without java.logging.
 */
final class Quiet implements BeforeEachCallback, AfterEachCallback {
    private Object logger; // kept: the log manager holds it weakly

    @Override
    public void beforeEach(ExtensionContext context) throws ReflectiveOperationException {
        logger = Class.forName("java.util.logging.Logger").getMethod("getLogger", String.class).invoke(null, "io.puredtls.endpoint");
        level("OFF");
    }

    @Override
    public void afterEach(ExtensionContext context) throws ReflectiveOperationException {
        level("INFO");
    }

    private void level(String name) throws ReflectiveOperationException {
        Class<?> level = Class.forName("java.util.logging.Level");
        Class.forName("java.util.logging.Logger").getMethod("setLevel", level).invoke(logger, level.getField(name).get(null));
    }
}

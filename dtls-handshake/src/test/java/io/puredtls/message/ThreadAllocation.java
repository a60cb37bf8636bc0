package io.puredtls.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * How many bytes the current thread has allocated. Reached by a method handle, because our module does not read
 * {@code jdk.management}, and need not for one test.
 */
public final class ThreadAllocation {
    private static final MethodHandle BYTES = bind();

    private ThreadAllocation() {
    }

    private static MethodHandle bind() {
        try {
            var lookup = MethodHandles.publicLookup();
            Class<?> bean = Class.forName("com.sun.management.ThreadMXBean");
            Class<?> factory = Class.forName("java.lang.management.ManagementFactory");
            Class<?> beanType = Class.forName("java.lang.management.ThreadMXBean");
            Object instance = lookup.findStatic(factory, "getThreadMXBean", MethodType.methodType(beanType)).invoke();
            return lookup.findVirtual(bean, "getCurrentThreadAllocatedBytes", MethodType.methodType(long.class)).bindTo(instance);
        } catch (Throwable absent) {
            throw new IllegalStateException("this JVM does not count allocated bytes", absent);
        }
    }

    /** The figure so far; only differences mean anything. */
    public static long bytes() {
        try {
            return (long) BYTES.invokeExact();
        } catch (Throwable impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

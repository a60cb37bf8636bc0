package io.puredtls.engine;

import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.crypto.secret.SecretBytes;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everything that can be reached from an object by way of our own classes, arrays and collections. */
final class ObjectGraph {
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final ArrayDeque<Object> todo = new ArrayDeque<>();

    private ObjectGraph() {
    }

    static Set<Object> reachableFrom(Object root) {
        ObjectGraph graph = new ObjectGraph();
        graph.reach(root);
        while (!graph.todo.isEmpty()) {
            graph.look(graph.todo.remove());
        }
        return graph.seen;
    }

    /** The bytes of the arrays and bit sets among them. */
    static long bytes(Object root) {
        return reachableFrom(root).stream().mapToLong(each ->
                each instanceof byte[] array ? array.length
                        : each instanceof long[] array ? 8L * array.length
                        : each instanceof BitSet bits ? bits.size() / 8 : 0).sum();
    }

    /** The secrets among them that are not wiped. */
    static List<Object> secrets(Object root) {
        return reachableFrom(root).stream().filter(ObjectGraph::isSecret).toList();
    }

    private static boolean isSecret(Object object) {
        return object instanceof SecretBytes || object instanceof DestroyableKey
                || object.getClass().getSimpleName().equals("EphemeralKey");
    }

    static boolean isWiped(Object secret) {
        return secret instanceof SecretBytes bytes ? bytes.isClosed()
                : secret instanceof DestroyableKey key ? key.isDestroyed() : isClosed(secret);
    }

    /** The JDK's private keys cannot be destroyed; ours around them say that they are of no use any more. */
    private static boolean isClosed(Object ephemeralKey) {
        try {
            Field closed = ephemeralKey.getClass().getDeclaredField("closed");
            closed.setAccessible(true);
            return closed.getBoolean(ephemeralKey);
        } catch (ReflectiveOperationException changed) {
            throw new AssertionError(changed);
        }
    }

    private void reach(Object object) {
        if (object != null && !(object instanceof Enum) && !(object instanceof Class) && seen.add(object)) {
            todo.add(object);
        }
    }

    private void look(Object object) {
        if (object instanceof Object[] array) {
            for (int i = 0; i < array.length; i++) {
                reach(Array.get(array, i));
            }
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(this::reach);
        } else if (object instanceof Map<?, ?> map) {
            map.keySet().forEach(this::reach);
            map.values().forEach(this::reach);
        } else if (object instanceof Optional<?> optional) {
            optional.ifPresent(this::reach);
        } else if (isOurs(object.getClass().getPackageName())) {
            for (Class<?> type = object.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    reach(object, field);
                }
            }
        }
    }

    /** What is configured is shared with everybody else, and no engine's own. */
    private static boolean isOurs(String packageName) {
        return packageName.startsWith("io.puredtls.") && !packageName.equals("io.puredtls.config")
                && !packageName.equals("io.puredtls.simulator") && !packageName.equals("io.puredtls.crypto.jca")
                && !packageName.equals("io.puredtls.crypto.credentials");
    }

    private void reach(Object owner, Field field) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
            try {
                field.setAccessible(true);
                reach(field.get(owner));
            } catch (IllegalAccessException closed) {
                throw new AssertionError(field + " cannot be looked at", closed);
            }
        }
    }
}

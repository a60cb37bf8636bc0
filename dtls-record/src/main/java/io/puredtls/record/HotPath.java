package io.puredtls.record;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Runs once per application record: no allocation, lambda, boxing, iterator, string or exception of ours. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.SOURCE)
public @interface HotPath {
}

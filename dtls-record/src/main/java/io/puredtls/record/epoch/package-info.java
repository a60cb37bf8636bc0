/**
 * Everything that lives and dies with a key: protection, sequence numbers, replay window and usage are one object per
 * epoch and direction, installed once and wiped once. Start with {@link io.puredtls.record.epoch.ReadEpoch}.
 */
package io.puredtls.record.epoch;

/**
 * What an association is to be like: valid once it exists, since whatever cannot work is refused by {@code build()}.
 * Start with {@link io.puredtls.config.ClientConfig} or {@link io.puredtls.config.ServerConfig}.
 */
package io.puredtls.config;

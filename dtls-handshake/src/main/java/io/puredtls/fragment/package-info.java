/**
 * Handshake messages are larger than datagrams and datagrams get lost: messages are cut into fragments, and fragments
 * of any order and overlap are put together again. Start with {@link io.puredtls.fragment.Reassembler}.
 */
package io.puredtls.fragment;

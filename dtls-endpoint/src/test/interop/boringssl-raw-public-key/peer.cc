// An echo server, or a client that talks, on BoringSSL, in DTLS 1.2 or 1.3, whose ends show raw public keys (RFC 7250).
#include <arpa/inet.h>
#include <openssl/bio.h>
#include <openssl/bytestring.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

static EVP_PKEY *believed;
static FILE *key_log;

static void fail(const char *what) {
    printf("failed: %s: %s\n", what, ERR_reason_error_string(ERR_peek_error()));
    fflush(stdout);
    exit(1);
}

static EVP_PKEY *key_in(const char *file, bool is_private) {
    BIO *bio = BIO_new_file(file, "r");
    EVP_PKEY *key = bio == nullptr ? nullptr
            : is_private ? PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr) : PEM_read_bio_PUBKEY(bio, nullptr, nullptr, nullptr);
    if (key == nullptr) {
        fail(file);
    }
    BIO_free(bio);
    return key;
}

static enum ssl_verify_result_t verify(SSL *ssl, uint8_t *alert) {
    EVP_PKEY *shown = SSL_get0_peer_rpk(ssl);
    if (shown != nullptr && EVP_PKEY_cmp(shown, believed) == 1) {
        return ssl_verify_ok;
    }
    *alert = SSL_AD_BAD_CERTIFICATE;
    return ssl_verify_invalid;
}

// Waits for a datagram, or for the time to send again.
static void wait_for(SSL *ssl, int fd) {
    struct timeval left;
    int milliseconds = DTLSv1_get_timeout(ssl, &left) ? (int) (left.tv_sec * 1000 + left.tv_usec / 1000) + 1 : 20000;
    struct pollfd readable = {fd, POLLIN, 0};
    if (poll(&readable, 1, milliseconds) == 0 && DTLSv1_handle_timeout(ssl) < 0) {
        fail("timeout");
    }
}

int main(int argc, char **argv) {
    bool server = argc > 1 && strcmp(argv[1], "server") == 0;
    int port = 0;
    const char *own = nullptr, *peers = nullptr, *say = "hello";
    uint16_t version = DTLS1_3_VERSION;
    for (int i = 2; i + 1 < argc; i += 2) {
        const char *value = argv[i + 1];
        if (strcmp(argv[i], "--port") == 0) port = atoi(value);
        if (strcmp(argv[i], "--key") == 0) own = value;
        if (strcmp(argv[i], "--peer-key") == 0) peers = value;
        if (strcmp(argv[i], "--say") == 0) say = value;
        if (strcmp(argv[i], "--keylog") == 0) key_log = fopen(value, "a");
        if (strcmp(argv[i], "--version") == 0 && strcmp(value, "1.2") == 0) version = DTLS1_2_VERSION;
    }
    SSL_CTX *ctx = SSL_CTX_new(DTLS_method());
    SSL_CTX_set_min_proto_version(ctx, version);
    SSL_CTX_set_max_proto_version(ctx, version);
    if (key_log != nullptr) {
        SSL_CTX_set_keylog_callback(ctx, [](const SSL *, const char *line) { fprintf(key_log, "%s\n", line); fflush(key_log); });
    }
    if (own != nullptr) {
        SSL_CREDENTIAL *credential = SSL_CREDENTIAL_new_raw_public_key(key_in(own, true));
        if (credential == nullptr || !SSL_CTX_add1_credential(ctx, credential)) fail("--key");
    }
    if (peers != nullptr) {
        believed = key_in(peers, false);
        const uint8_t types[] = {TLSEXT_cert_type_rpk};
        if (!SSL_CTX_set1_accepted_peer_cert_types(ctx, types, 1)) fail("--peer-key");
        SSL_CTX_set_custom_verify(ctx, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, verify);
    }

    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons((uint16_t) port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (server) {
        if (bind(fd, (struct sockaddr *) &address, sizeof address) != 0) fail("bind");
        printf("listening\n");
        fflush(stdout);
        char first;
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        recvfrom(fd, &first, 1, MSG_PEEK, (struct sockaddr *) &from, &length);
        if (connect(fd, (struct sockaddr *) &from, length) != 0) fail("connect");
    } else if (connect(fd, (struct sockaddr *) &address, sizeof address) != 0) {
        fail("connect");
    }

    SSL *ssl = SSL_new(ctx);
    BIO *bio = BIO_new_socket(fd, BIO_CLOSE);
    SSL_set_bio(ssl, bio, bio);
    SSL_set_options(ssl, SSL_OP_NO_QUERY_MTU);
    SSL_set_mtu(ssl, 1200);
    struct timeval patience = {0, 1000};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    server ? SSL_set_accept_state(ssl) : SSL_set_connect_state(ssl);
    for (;;) {
        int result = SSL_do_handshake(ssl);
        if (result == 1) break;
        if (SSL_get_error(ssl, result) != SSL_ERROR_WANT_READ) fail("handshake");
        ERR_clear_error();
        wait_for(ssl, fd);
    }
    uint8_t exported[32];
    SSL_export_keying_material(ssl, exported, sizeof exported, "EXPERIMENTAL interop", 20, nullptr, 0, 0);
    printf("connected %s, peer shows %s exporter=", SSL_get_version(ssl), SSL_get0_peer_rpk(ssl) != nullptr ? "RawPublicKey" : "nothing");
    for (uint8_t byte : exported) printf("%02x", byte);
    printf("\n");
    fflush(stdout);
    if (!server) SSL_write(ssl, say, (int) strlen(say));
    for (;;) {
        char text[2000];
        int length = SSL_read(ssl, text, sizeof text - 1);
        if (length > 0) {
            text[length] = 0;
            printf("%s %s\n", server ? "received" : "echoed", text);
            fflush(stdout);
            if (server) SSL_write(ssl, text, length);
            else break;
        } else if (SSL_get_error(ssl, length) == SSL_ERROR_WANT_READ) {
            ERR_clear_error();
            wait_for(ssl, fd);
        } else {
            break;
        }
    }
    SSL_shutdown(ssl);
    printf("closed\n");
    return 0;
}

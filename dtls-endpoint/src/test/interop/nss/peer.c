/* A DTLS 1.3 echo server and client on NSS.
 *   cc -O1 -DKEM -o peer peer.c $(pkg-config --cflags --libs nss)
 *   peer server --port N --cert FILE --key FILE [options]
 *   peer client --port N --say ITEM,ITEM,... [options]
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <nspr.h>
#include <private/pprio.h>
#include <nss.h>
#include <ssl.h>
#include <sslproto.h>
#include <sslexp.h>
#include <secerr.h>
#include <sslerr.h>
#include <pk11pub.h>
#include <cert.h>
#include <secder.h>
#include <nssb64.h>

static int server, port, cookie = 1, tickets, connections = 1, shares = 1, short_header, pha;
static char *cert_file, *key_file, *ca_file, *name, *client_auth = "none", *groups, *suites, *alpn, *keylog, *early,
                                                    *psk, *psk_id = "psk", *say = "hello";
static int udp;
static unsigned char client_random[32];
static unsigned char *token;
static unsigned token_len;
static CERTCertificate *own_cert;
static SECKEYPrivateKey *own_key;
static SSLAntiReplayContext *replay;

static void die(const char *what) {
    printf("failed: %s: %d %s\n", what, PR_GetError(), PR_ErrorToName(PR_GetError()) ?: "");
    fflush(stdout);
    exit(1);
}

static void must(SECStatus s, const char *what) {
    if (s != SECSuccess)
        die(what);
}

/* --- PEM --- */
static SECItem *pem(const char *file) {
    static char text[65536];
    FILE *f = fopen(file, "r");
    if (!f) {
        perror(file);
        exit(1);
    }
    size_t n = fread(text, 1, sizeof text - 1, f);
    text[n] = 0;
    fclose(f);
    char *a = strstr(text, "-----BEGIN");
    a = strchr(a, '\n') + 1;
    *strstr(a, "-----END") = 0;
    return NSSBase64_DecodeBuffer(NULL, NULL, a, strlen(a));
}

/* --- a layer below TLS that remembers the ClientHello's random, for the key log --- */
static void snoop(const unsigned char *d, int n) {
    if (n > 59 && d[0] == 22 && d[13] == 1 && !d[19] && !d[20] && !d[21])
        memcpy(client_random, d + 27, 32);
}

static PRInt32 layer_send(PRFileDesc *fd, const void *b, PRInt32 n, PRIntn f, PRIntervalTime t) {
    snoop(b, n);
    return fd->lower->methods->send(fd->lower, b, n, f, t);
}

static PRInt32 layer_recv(PRFileDesc *fd, void *b, PRInt32 n, PRIntn f, PRIntervalTime t) {
    PRInt32 r = fd->lower->methods->recv(fd->lower, b, n, f, t);
    if (r > 0)
        snoop(b, r);
    return r;
}
/* the server goes on with the same socket */
static PRStatus layer_shutdown(PRFileDesc *fd, PRIntn how) { return PR_SUCCESS; }

static PRFileDesc *with_layer(PRFileDesc *fd) {
    static PRDescIdentity id;
    static PRIOMethods m;
    if (!id) {
        id = PR_GetUniqueIdentity("snoop");
        m = *PR_GetDefaultIOMethods();
        m.send = layer_send;
        m.recv = layer_recv;
        m.shutdown = layer_shutdown;
    }
    PR_PushIOLayer(fd, PR_TOP_IO_LAYER, PR_CreateIOLayerStub(id, &m));
    return fd;
}

static void secret(PRFileDesc *fd, PRUint16 epoch, SSLSecretDirection dir, PK11SymKey *key, void *arg) {
    if (!keylog || PK11_ExtractKeyValue(key) != SECSuccess || epoch > 3)
        return;
    int client = (dir == ssl_secret_write) != server;
    const char *label = epoch == 1   ? "CLIENT_EARLY_TRAFFIC_SECRET"
                        : epoch == 2 ? (client ? "CLIENT_HANDSHAKE_TRAFFIC_SECRET" : "SERVER_HANDSHAKE_TRAFFIC_SECRET")
                                     : (client ? "CLIENT_TRAFFIC_SECRET_0" : "SERVER_TRAFFIC_SECRET_0");
    FILE *f = fopen(keylog, "a");
    fprintf(f, "%s ", label);
    for (int i = 0; i < 32; i++)
        fprintf(f, "%02x", client_random[i]);
    fputc(' ', f);
    SECItem *v = PK11_GetKeyData(key);
    for (unsigned i = 0; i < v->len; i++)
        fprintf(f, "%02x", v->data[i]);
    fputc('\n', f);
    fclose(f);
}

static SECStatus trust_all(void *a, PRFileDesc *fd, PRBool sig, PRBool srv) { return SECSuccess; }

static SECStatus client_cert(void *a, PRFileDesc *fd, CERTDistNames *ca, CERTCertificate **c, SECKEYPrivateKey **k) {
    if (!own_cert)
        return SECFailure;
    *c = CERT_DupCertificate(own_cert);
    *k = SECKEY_CopyPrivateKey(own_key);
    return SECSuccess;
}

static SSLHelloRetryRequestAction retry(PRBool first, const PRUint8 *t, unsigned n, PRUint8 *rt, unsigned *rn,
                                        unsigned max, void *a) {
    if (!first)
        return ssl_hello_retry_accept;
    *rn = 4;
    memcpy(rt, "path", 4);
    return ssl_hello_retry_request;
}

static SECStatus keep_token(PRFileDesc *fd, const PRUint8 *t, unsigned n, void *a) {
    free(token);
    token = malloc(n);
    memcpy(token, t, n);
    token_len = n;
    return SECSuccess;
}

static SSLNamedGroup group(const char *n) {
    if (!strcmp(n, "x25519"))
        return ssl_grp_ec_curve25519;
    if (!strcmp(n, "secp256r1"))
        return ssl_grp_ec_secp256r1;
    if (!strcmp(n, "secp384r1"))
        return ssl_grp_ec_secp384r1;
    if (!strcmp(n, "secp521r1"))
        return ssl_grp_ec_secp521r1;
    if (!strcmp(n, "ffdhe2048"))
        return ssl_grp_ffdhe_2048;
#ifdef KEM
    if (!strcmp(n, "X25519MLKEM768"))
        return ssl_grp_kem_mlkem768x25519;
#endif
    printf("group %s\n", n);
    exit(1);
}

static PRFileDesc *make(void) {
    PRFileDesc *fd = PR_ImportUDPSocket(dup(udp));
    PRSocketOptionData o = {PR_SockOpt_Nonblocking, {.non_blocking = PR_TRUE}};
    PR_SetSocketOption(fd, &o);
    fd = DTLS_ImportFD(NULL, with_layer(fd));
    if (!fd)
        die("import");
    SSLVersionRange range = {SSL_LIBRARY_VERSION_TLS_1_3, SSL_LIBRARY_VERSION_TLS_1_3};
    must(SSL_VersionRangeSet(fd, &range), "version");
    SSL_OptionSet(fd, SSL_SECURITY, PR_TRUE);
    SSL_OptionSet(fd, SSL_HANDSHAKE_AS_SERVER, server);
    SSL_OptionSet(fd, SSL_HANDSHAKE_AS_CLIENT, !server);
    SSL_OptionSet(fd, SSL_ENABLE_SESSION_TICKETS, tickets || psk != NULL);
    SSL_OptionSet(fd, SSL_NO_CACHE, !tickets);
    SSL_OptionSet(fd, SSL_ENABLE_0RTT_DATA, early != NULL);
    SSL_OptionSet(fd, SSL_ENABLE_DTLS_SHORT_HEADER, short_header);
    if (suites) {
        const PRUint16 *all = SSL_GetImplementedCiphers();
        for (int i = 0; i < SSL_GetNumImplementedCiphers(); i++)
            SSL_CipherPrefSet(fd, all[i], PR_FALSE);
        char *s = strdup(suites);
        for (char *t = strtok(s, ","); t; t = strtok(NULL, ","))
            must(SSL_CipherPrefSet(fd,
                                   !strcmp(t, "TLS_AES_128_GCM_SHA256")   ? TLS_AES_128_GCM_SHA256
                                   : !strcmp(t, "TLS_AES_256_GCM_SHA384") ? TLS_AES_256_GCM_SHA384
                                                                          : TLS_CHACHA20_POLY1305_SHA256,
                                   PR_TRUE),
                 t);
    }
    if (groups) {
        SSLNamedGroup g[8];
        unsigned n = 0;
        char *s = strdup(groups);
        for (char *t = strtok(s, ","); t; t = strtok(NULL, ","))
            g[n++] = group(t);
        must(SSL_NamedGroupConfig(fd, g, n), "groups");
    }
    if (shares > 1)
        must(SSL_SendAdditionalKeyShares(fd, shares - 1), "shares");
    if (alpn) {
        unsigned char b[256];
        unsigned n = 0;
        char *s = strdup(alpn);
        for (char *t = strtok(s, ","); t; t = strtok(NULL, ",")) {
            b[n] = strlen(t);
            memcpy(b + n + 1, t, b[n]);
            n += b[n] + 1;
        }
        must(SSL_SetNextProtoNego(fd, b, n), "alpn");
    }
    if (psk) {
        unsigned char k[64];
        unsigned n = strlen(psk) / 2;
        for (unsigned i = 0; i < n; i++)
            sscanf(psk + 2 * i, "%2hhx", k + i);
        SECItem item = {siBuffer, k, n};
        PK11SlotInfo *slot = PK11_GetInternalSlot();
        PK11SymKey *key = PK11_ImportSymKey(slot, CKM_HKDF_KEY_GEN, PK11_OriginUnwrap, CKA_DERIVE, &item, NULL);
        if (!key)
            die("psk");
        must(SSL_AddExternalPsk(fd, key, (const PRUint8 *)psk_id, strlen(psk_id), ssl_hash_sha256), "psk");
    }
    must(SSL_SecretCallback(fd, secret, NULL), "secrets");
    if (!ca_file)
        SSL_AuthCertificateHook(fd, trust_all, NULL);
    SSL_GetClientAuthDataHook(fd, client_cert, NULL);
    if (server) {
        if (own_cert)
            must(SSL_ConfigServerCert(fd, own_cert, own_key, NULL, 0), "server cert");
        int ask = strcmp(client_auth, "none") != 0;
        SSL_OptionSet(fd, SSL_REQUEST_CERTIFICATE, ask);
        SSL_OptionSet(fd, SSL_REQUIRE_CERTIFICATE,
                      !strcmp(client_auth, "require") ? SSL_REQUIRE_ALWAYS : SSL_REQUIRE_NEVER);
        if (cookie)
            must(SSL_HelloRetryRequestCallback(fd, retry, NULL), "cookie");
        if (early) {
            if (!replay)
                must(SSL_CreateAntiReplayContext(PR_Now() - 20 * PR_USEC_PER_SEC, 10 * PR_USEC_PER_SEC, 7, 14, &replay),
                     "replay");
            must(SSL_SetAntiReplayContext(fd, replay), "replay");
            must(SSL_SetMaxEarlyDataSize(fd, 4096), "early");
        }
    } else {
        must(SSL_SetURL(fd, name ? name : "handshake.test"), "name");
        if (tickets)
            must(SSL_SetResumptionTokenCallback(fd, keep_token, NULL), "tokens");
    }
    must(SSL_ResetHandshake(fd, server), "reset");
    if (!server && token)
        must(SSL_SetResumptionToken(fd, token, token_len), "token");
    return fd;
}

static long now_ms(void) {
    struct timeval t;
    gettimeofday(&t, NULL);
    return t.tv_sec * 1000L + t.tv_usec / 1000;
}
/* waits for a datagram or for NSS's timer */
static void pause_for(PRFileDesc *fd, long left) {
    PRIntervalTime t;
    long ms = 100;
    if (DTLS_GetHandshakeTimeout(fd, &t) == SECSuccess)
        ms = PR_IntervalToMilliseconds(t);
    if (ms > left)
        ms = left;
    if (ms < 1)
        ms = 1;
    struct pollfd p = {udp, POLLIN, 0};
    poll(&p, 1, ms > 100 ? 100 : ms);
}

/* > 0: length; 0: closed; -1: nothing within ms */
static int take(PRFileDesc *fd, char *b, int max, int ms) {
    long end = now_ms() + ms;
    for (;;) {
        int n = PR_Recv(fd, b, max, 0, PR_INTERVAL_NO_WAIT);
        if (n >= 0)
            return n;
        if (PR_GetError() != PR_WOULD_BLOCK_ERROR) {
            printf("closed: %s\n", PR_ErrorToName(PR_GetError()) ?: "?");
            return 0;
        }
        if (now_ms() >= end)
            return -1;
        pause_for(fd, end - now_ms());
    }
}

static int give(PRFileDesc *fd, const char *b, int n) { return PR_Send(fd, b, n, 0, PR_INTERVAL_NO_WAIT) == n; }

/* what both ends must export alike */
static void print_exported(PRFileDesc *fd) {
    const char *label = "EXPERIMENTAL interop";
    unsigned char out[32];
    must(SSL_ExportKeyingMaterial(fd, label, strlen(label), PR_FALSE, NULL, 0, out, sizeof out), "export");
    printf(" exporter=");
    for (unsigned i = 0; i < sizeof out; i++)
        printf("%02x", out[i]);
    printf("\n");
}

static int handshake(PRFileDesc *fd) {
    long end = now_ms() + 20000;
    char b[4096];
    if (!server && early && token && (SSL_ForceHandshake(fd), 1) && !give(fd, early, strlen(early)))
        printf("early data not sent\n");
    while (SSL_ForceHandshake(fd) != SECSuccess) {
        if (PR_GetError() != PR_WOULD_BLOCK_ERROR || now_ms() > end) {
            printf("failed: handshake: %d %s\n", PR_GetError(), PR_ErrorToName(PR_GetError()) ?: "");
            return 0;
        }
        pause_for(fd, end - now_ms());
    }
    SSLChannelInfo i;
    SSL_GetChannelInfo(fd, &i, sizeof i);
    SSLPreliminaryChannelInfo p;
    SSL_GetPreliminaryChannelInfo(fd, &p, sizeof p);
    SSLCipherSuiteInfo s;
    SSL_GetCipherSuiteInfo(i.cipherSuite, &s, sizeof s);
    SSLNextProtoState st;
    unsigned char proto[256];
    unsigned pn = 0;
    SSL_GetNextProto(fd, &st, proto, &pn, 255);
    proto[pn] = 0;
    CERTCertificate *c = SSL_PeerCertificate(fd);
    printf("connected version=%04x suite=%s group=%d alpn=\"%s\" peer-certificate=%d resumed=%d early-data=%d psk=%d",
           i.protocolVersion, s.cipherSuiteName, i.keaGroup, proto, c != NULL, i.resumed, i.earlyDataAccepted,
           i.pskType);
    print_exported(fd);
    fflush(stdout);
    return 1;
}

static void finish(PRFileDesc *fd) {
    PR_Shutdown(fd, PR_SHUTDOWN_BOTH);
    PR_Close(fd);
}

static void run_server(void) {
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    udp = socket(AF_INET, SOCK_DGRAM, 0);
    if (bind(udp, (void *)&a, sizeof a)) {
        perror("bind");
        exit(1);
    }
    must(SSL_ConfigServerSessionIDCache(0, 0, 0, "/tmp"), "session cache");
    printf("listening\n");
    fflush(stdout);
    for (int i = 0; connections == 0 || i < connections; i++) {
        char b[16384];
        struct sockaddr_in from;
        socklen_t l = sizeof from;
        fcntl(udp, F_SETFL, 0);
        recvfrom(udp, b, 1, MSG_PEEK, (void *)&from, &l);
        connect(udp, (void *)&from, l);
        PRFileDesc *fd = make();
        if (handshake(fd))
            for (int n; (n = take(fd, b, sizeof b - 1, 30000)) > 0;) {
                b[n] = 0;
                printf("received %s\n", b);
                fflush(stdout);
                if (!strcmp(b, "server:ku") || !strcmp(b, "server:kur")) {
                    must(SSL_KeyUpdate(fd, b[9] == 'r'), "key update");
                    printf("keys updated\n");
                }
                if (!strcmp(b, "server:close") || !give(fd, b, n))
                    break;
            }
        finish(fd);
        printf("closed\n");
        fflush(stdout);
        usleep(100000);
        while (recv(udp, b, sizeof b, MSG_DONTWAIT) >= 0)
            ;
        struct sockaddr any = {.sa_family = AF_UNSPEC};
        connect(udp, &any, sizeof any);
    }
}

static void run_client(void) {
    for (int i = 0; i < connections; i++) {
        struct sockaddr_in a = {
            .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        char b[16384];
        udp = socket(AF_INET, SOCK_DGRAM, 0);
        connect(udp, (void *)&a, sizeof a);
        PRFileDesc *fd = make();
        if (!handshake(fd))
            exit(1);
        char *s = strdup(say);
        for (char *t = strtok(s, ","); t; t = strtok(NULL, ",")) {
            if (!strcmp(t, "@ku") || !strcmp(t, "@kur")) {
                must(SSL_KeyUpdate(fd, t[3] == 'r'), "key update");
                printf("keys updated\n");
                take(fd, b, sizeof b, 100);
                continue;
            }
            if (!give(fd, t, strlen(t)))
                die("send");
            int n = take(fd, b, sizeof b - 1, 5000);
            if (n < 0) {
                printf("failed: no echo of %s\n", t);
                exit(1);
            }
            b[n] = 0;
            printf("echoed %s\n", b);
            fflush(stdout);
        }
        take(fd, b, sizeof b, 300);
        finish(fd);
        close(udp);
        usleep(200000);
    }
}

int main(int n, char **v) {
    server = n > 1 && !strcmp(v[1], "server");
    for (int i = 2; i < n; i++) {
        if (!strcmp(v[i], "--tickets")) {
            tickets = 1;
            continue;
        }
        if (!strcmp(v[i], "--short-header")) {
            short_header = 1;
            continue;
        }
        if (!strcmp(v[i], "--pha")) {
            pha = 1;
            continue;
        }
        char *k = v[i], *a = v[++i];
        if (!strcmp(k, "--port"))
            port = atoi(a);
        else if (!strcmp(k, "--cert"))
            cert_file = a;
        else if (!strcmp(k, "--key"))
            key_file = a;
        else if (!strcmp(k, "--ca"))
            ca_file = a;
        else if (!strcmp(k, "--name"))
            name = a;
        else if (!strcmp(k, "--client-auth"))
            client_auth = a;
        else if (!strcmp(k, "--groups"))
            groups = a;
        else if (!strcmp(k, "--suites"))
            suites = a;
        else if (!strcmp(k, "--alpn"))
            alpn = a;
        else if (!strcmp(k, "--keylog"))
            keylog = a;
        else if (!strcmp(k, "--cookie"))
            cookie = !strcmp(a, "on");
        else if (!strcmp(k, "--early"))
            early = a;
        else if (!strcmp(k, "--psk"))
            psk = a;
        else if (!strcmp(k, "--psk-id"))
            psk_id = a;
        else if (!strcmp(k, "--say"))
            say = a;
        else if (!strcmp(k, "--connections"))
            connections = atoi(a);
        else if (!strcmp(k, "--shares"))
            shares = atoi(a);
        else {
            printf("unknown option %s\n", k);
            return 2;
        }
    }
    must(NSS_NoDB_Init(NULL), "init");
    if (cert_file) {
        own_cert = CERT_NewTempCertificate(CERT_GetDefaultCertDB(), pem(cert_file), NULL, PR_FALSE, PR_TRUE);
        if (!own_cert)
            die("cert");
        must(PK11_ImportDERPrivateKeyInfoAndReturnKey(PK11_GetInternalSlot(), pem(key_file), NULL, NULL, PR_FALSE,
                                                      PR_FALSE, KU_ALL, &own_key, NULL),
             "key");
    }
    if (ca_file) {
        CERTCertificate *c = CERT_NewTempCertificate(CERT_GetDefaultCertDB(), pem(ca_file), NULL, PR_FALSE, PR_TRUE);
        if (!c)
            die("ca");
        CERTCertTrust t;
        CERT_DecodeTrustString(&t, "PCT,,");
        must(CERT_ChangeCertTrust(CERT_GetDefaultCertDB(), c, &t), "trust");
    }
    if (server)
        run_server();
    else
        run_client();
    return 0;
}

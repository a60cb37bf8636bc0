// A DTLS 1.2 and 1.3 echo server and client on pion/dtls, for interoperability tests.
//
//	peer server --port N --cert FILE --key FILE [options]
//	peer client --port N --say ITEM,ITEM,... [options]
//
// Items of --say: @ku and @kur update this side's keys (kur: and ask the peer to do the same), any other text is sent,
// and its echo awaited. A server that receives server:ku or server:kur updates its keys before it echoes; server:close
// closes. What is printed, and what the options mean, is in docs/interop.md.
package main

import (
	"bytes"
	"context"
	"crypto"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/pion/dtls/v4"
	"github.com/pion/dtls/v4/pkg/crypto/ciphersuite"
	"github.com/pion/dtls/v4/pkg/crypto/elliptic"
	"github.com/pion/dtls/v4/pkg/protocol"
)

const (
	patience      = 30 * time.Second // for a handshake
	echoPatience  = 5 * time.Second
	exporterLabel = "EXPERIMENTAL interop"
	maxDatagram   = 65536
)

var groups = map[string]elliptic.Curve{
	"x25519":         elliptic.X25519,
	"secp256r1":      elliptic.P256,
	"secp384r1":      elliptic.P384,
	"X25519MLKEM768": elliptic.X25519MLKEM768,
}

var suites = map[string]ciphersuite.ID{
	"TLS_AES_128_GCM_SHA256":       ciphersuite.TLS_AES_128_GCM_SHA256,
	"TLS_AES_256_GCM_SHA384":       ciphersuite.TLS_AES_256_GCM_SHA384,
	"TLS_CHACHA20_POLY1305_SHA256": ciphersuite.TLS_CHACHA20_POLY1305_SHA256,

	"TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8":            ciphersuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
	"TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256":       ciphersuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
	"TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384":       ciphersuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
	"TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256": ciphersuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
}

var versions = map[string]protocol.Version{
	"1.2": protocol.Version1_2,
	"1.3": protocol.Version1_3,
}

var clientAuthTypes = map[string]dtls.ClientAuthType{
	"none":    dtls.NoClientCert,
	"request": dtls.RequestClientCert,
	"require": dtls.RequireAnyClientCert,
}

var (
	port       = flag.Int("port", 0, "UDP port on the loopback interface")
	certFile   = flag.String("cert", "", "own certificate chain, PEM")
	keyFile    = flag.String("key", "", "own private key, PEM")
	caFile     = flag.String("ca", "", "certificates to trust, PEM; none: trust everyone")
	name       = flag.String("name", "", "client: server_name")
	clientAuth = flag.String("client-auth", "none", "server: none, request, require")
	groupList  = flag.String("groups", "", "x25519,secp256r1,secp384r1,X25519MLKEM768")
	suiteList  = flag.String("suites", "", "TLS_AES_128_GCM_SHA256,...")
	alpn       = flag.String("alpn", "", "application protocols")
	keyLog     = flag.String("keylog", "", "file for the key log, appended to")
	mtu        = flag.Int("mtu", 1200, "largest datagram")
	cookie     = flag.String("cookie", "on", "server: on, off")
	cid        = flag.Int("cid", -1, "length of the own connection ID; 0: send the peer's alone")
	padding    = flag.Uint("padding", 0, "zeros in each record with a connection ID of DTLS 1.2")
	version    = flag.String("dtls", "1.3", "1.2 or 1.3")
	rrc        = flag.Bool("rrc", false, "check a new address before it is used; else it is used at once")
	tickets    = flag.Bool("tickets", false, "tickets and resumption")
	psk        = flag.String("psk", "", "external PSK, hexadecimal")
	pskID      = flag.String("psk-id", "psk", "its identity")
	say        = flag.String("say", "hello", "client: what to do, parted by commas")
	count      = flag.Int("connections", 1, "how many connections, one after the other; server: 0 for ever")
)

// check ends the program where err is something.
func check(err error) {
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
}

// store keeps sessions in memory: those that a server gave tickets for, or the client's last one by server.
type store struct {
	sync.Mutex
	sessions map[string]dtls.Session
	claimed  map[string]bool
}

var sessions = &store{sessions: map[string]dtls.Session{}, claimed: map[string]bool{}}

func (s *store) Set(key []byte, session dtls.Session) error {
	s.Lock()
	defer s.Unlock()
	s.sessions[string(key)] = session
	return nil
}

func (s *store) Get(key []byte) (dtls.Session, error) {
	s.Lock()
	defer s.Unlock()
	return s.sessions[string(key)], nil
}

func (s *store) Del(key []byte) error {
	s.Lock()
	defer s.Unlock()
	delete(s.sessions, string(key))
	return nil
}

func (s *store) Claim(key []byte, _ time.Time) (bool, error) {
	s.Lock()
	defer s.Unlock()
	first := !s.claimed[string(key)]
	s.claimed[string(key)] = true
	return first, nil
}

// named looks up each of a list parted by commas.
func named[T any](list string, known map[string]T) []T {
	var found []T
	for _, each := range strings.Split(list, ",") {
		value, ok := known[each]
		if !ok {
			check(errors.New("unknown name " + each))
		}
		found = append(found, value)
	}
	return found
}

// sharedOptions are those that servers and clients have in common.
func sharedOptions() []dtls.Option {
	spoken, ok := versions[*version]
	if !ok {
		check(errors.New("unknown version " + *version))
	}
	options := []dtls.Option{
		dtls.WithMinVersion(spoken), dtls.WithMaxVersion(spoken), dtls.WithMTU(*mtu),
	}
	if *certFile != "" {
		pair, err := tls.LoadX509KeyPair(*certFile, *keyFile)
		check(err)
		options = append(options, dtls.WithCertificates(pair))
	}
	if *groupList != "" {
		options = append(options, dtls.WithEllipticCurves(named(*groupList, groups)...))
	}
	if *suiteList != "" {
		options = append(options, dtls.WithCipherSuites(named(*suiteList, suites)...))
	}
	if *alpn != "" {
		options = append(options, dtls.WithSupportedProtocols(strings.Split(*alpn, ",")...))
	}
	if *keyLog != "" {
		out, err := os.OpenFile(*keyLog, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		check(err)
		options = append(options, dtls.WithKeyLogWriter(out))
	}
	if *cid >= 0 {
		generator := dtls.OnlySendCIDGenerator()
		if *cid > 0 {
			generator = dtls.RandomCIDGenerator(*cid)
		}
		migration := dtls.CIDPathMigrationUnsafe
		if *rrc {
			migration = dtls.CIDPathMigrationRRC
		}
		options = append(options, dtls.WithConnectionID(generator, migration),
			dtls.WithPaddingLengthGenerator(func(uint) uint { return *padding }))
	}
	if *tickets {
		options = append(options, dtls.WithSessionStore(sessions))
	}
	if *psk != "" {
		options = append(options, pskOption())
	}
	return options
}

// pskOption offers the one external key, or accepts it.
func pskOption() dtls.Option {
	key, err := hex.DecodeString(*psk)
	check(err)
	only := dtls.PSK{Identity: []byte(*pskID), Key: key, Hash: crypto.SHA256}
	offer := func() ([]dtls.PSK, error) { return []dtls.PSK{only}, nil }
	choose := func(identities [][]byte) (*dtls.PSK, error) {
		for _, identity := range identities {
			if bytes.Equal(identity, only.Identity) {
				return &only, nil
			}
		}
		return nil, nil
	}
	return dtls.WithPSK(offer, choose)
}

func trusted() *x509.CertPool {
	pem, err := os.ReadFile(*caFile)
	check(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return pool
}

func serverOptions() (options []dtls.ServerOption) {
	for _, option := range sharedOptions() {
		options = append(options, option)
	}
	auth := clientAuthTypes[*clientAuth]
	if *caFile != "" {
		options = append(options, dtls.WithClientCAs(trusted()))
		if *clientAuth == "require" {
			auth = dtls.RequireAndVerifyClientCert
		}
	}
	return append(options, dtls.WithClientAuth(auth), dtls.WithInsecureSkipVerifyHello(*cookie == "off"))
}

func clientOptions() (options []dtls.ClientOption) {
	for _, option := range sharedOptions() {
		options = append(options, option)
	}
	if *caFile != "" {
		options = append(options, dtls.WithRootCAs(trusted()))
	} else {
		options = append(options, dtls.WithInsecureSkipVerify(true))
	}
	if *name != "" {
		options = append(options, dtls.WithServerName(*name))
	}
	return options
}

// handshake completes a connection and says what was agreed on.
func handshake(conn *dtls.Conn) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := conn.HandshakeContext(ctx); err != nil {
		return err
	}
	state, _ := conn.ConnectionState()
	exported, err := state.ExportKeyingMaterial(exporterLabel, nil, 32)
	if err != nil {
		return err
	}
	fmt.Printf("connected suite=%v alpn=%q peer-certificates=%d psk-identity=%q exporter=%x\n",
		state.CipherSuiteID, state.NegotiatedProtocol, len(state.PeerCertificates), state.IdentityHint, exported)
	return nil
}

// update changes our keys, and asks the peer to change its own if ask. It returns once the peer has acknowledged it.
func update(conn *dtls.Conn, ask bool) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	check(conn.UpdateKeys(ctx, dtls.KeyUpdateOptions{RequestPeerUpdate: ask}))
	fmt.Println("keys updated")
}

// serve echoes until the connection is closed.
func serve(conn *dtls.Conn) {
	defer conn.Close()
	if err := handshake(conn); err != nil {
		fmt.Println("failed:", err)
		return
	}
	buffer := make([]byte, maxDatagram)
	for {
		n, err := conn.Read(buffer)
		if err != nil {
			fmt.Println("closed:", err)
			return
		}
		text := string(buffer[:n])
		fmt.Println("received", text)
		switch text {
		case "server:ku", "server:kur":
			// Read is what takes the peer's ACK in, so that update must not wait here.
			go func() {
				update(conn, text == "server:kur")
				_, _ = conn.Write([]byte(text))
			}()
			continue
		case "server:close":
			return
		}
		if _, err := conn.Write(buffer[:n]); err != nil {
			fmt.Println("closed:", err)
			return
		}
	}
}

func runServer() {
	address := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: *port}
	listener, err := dtls.ListenAddr("udp", address, serverOptions()...)
	check(err)
	fmt.Println("listening")
	for i := 0; *count == 0 || i < *count; i++ {
		conn, err := listener.Accept()
		check(err)
		if *count == 0 {
			go serve(conn.(*dtls.Conn))
		} else {
			serve(conn.(*dtls.Conn))
		}
	}
	time.Sleep(200 * time.Millisecond) // for what is still to be sent
}

// receive gives what comes, and ends with the connection.
func receive(conn *dtls.Conn) <-chan string {
	lines := make(chan string, 16)
	go func() {
		defer close(lines)
		buffer := make([]byte, maxDatagram)
		for {
			n, err := conn.Read(buffer)
			if err != nil {
				return
			}
			lines <- string(buffer[:n])
		}
	}()
	return lines
}

// talk does one item of --say.
func talk(conn *dtls.Conn, item string, lines <-chan string) {
	if item == "@ku" || item == "@kur" {
		update(conn, item == "@kur")
		return
	}
	_, err := conn.Write([]byte(item))
	check(err)
	select {
	case line, open := <-lines:
		if open {
			fmt.Println("echoed", line)
		} else {
			fmt.Println("closed by the server")
		}
	case <-time.After(echoPatience):
		check(errors.New("no echo of " + item))
	}
}

func runClient() {
	address := &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1), Port: *port}
	for i := 0; i < *count; i++ {
		conn, err := dtls.Dial("udp", address, clientOptions()...)
		check(err)
		check(handshake(conn))
		lines := receive(conn)
		for _, item := range strings.Split(*say, ",") {
			talk(conn, item, lines)
		}
		time.Sleep(300 * time.Millisecond) // for tickets, and for what is still to be acknowledged
		check(conn.Close())
		time.Sleep(100 * time.Millisecond)
	}
}

func main() {
	if len(os.Args) < 2 || os.Args[1] != "server" && os.Args[1] != "client" {
		check(errors.New("say server or client first"))
	}
	check(flag.CommandLine.Parse(os.Args[2:]))
	if os.Args[1] == "server" {
		runServer()
	} else {
		runClient()
	}
}

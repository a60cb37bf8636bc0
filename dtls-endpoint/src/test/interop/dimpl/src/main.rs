//! A DTLS 1.3 echo server and client on dimpl.
#[path = "../../common/common.rs"]
mod common;
use common::*;
use dimpl::{
    crypto::{aws_lc_rs, CryptoProvider, Dtls13CipherSuite, HashAlgorithm, HmacProvider, NamedGroup},
    Config, CryptoError, Dtls, DtlsCertificate, Output,
};
use rustls_pki_types::{pem::PemObject, CertificateDer, PrivatePkcs8KeyDer};
use std::{
    collections::VecDeque,
    net::UdpSocket,
    sync::{Arc, Mutex, OnceLock},
    time::{Duration, Instant},
};

static OPTS: OnceLock<Opts> = OnceLock::new();
static RANDOM: Mutex<String> = Mutex::new(String::new());

/// dimpl has no key log: HKDF-Expand-Label is one HMAC over a text that holds the label.
#[derive(Debug)]
struct Listening(&'static dyn HmacProvider);
impl HmacProvider for Listening {
    fn hmac(&self, h: HashAlgorithm, key: &[u8], data: &[u8], out: &mut [u8]) -> Result<usize, CryptoError> {
        let n = self.0.hmac(h, key, data, out)?;
        for (label, name) in [
            ("dtls13c hs traffic", "CLIENT_HANDSHAKE_TRAFFIC_SECRET"),
            ("dtls13s hs traffic", "SERVER_HANDSHAKE_TRAFFIC_SECRET"),
            ("dtls13c ap traffic", "CLIENT_TRAFFIC_SECRET_0"),
            ("dtls13s ap traffic", "SERVER_TRAFFIC_SECRET_0"),
            ("dtls13exp master", "EXPORTER_SECRET"),
        ] {
            if data.len() > 3 + label.len() && &data[3..3 + label.len()] == label.as_bytes() {
                log_key(
                    &OPTS.get().unwrap().keylog,
                    &format!("{name} {} {}", RANDOM.lock().unwrap(), hex(&out[..n])),
                );
            }
        }
        Ok(n)
    }
}

fn hex(b: &[u8]) -> String {
    b.iter().map(|x| format!("{x:02x}")).collect()
}

fn snoop(d: &[u8]) {
    if d.len() > 59 && d[0] == 22 && d[13] == 1 && d[19..22] == [0; 3] {
        *RANDOM.lock().unwrap() = hex(&d[27..59])
    }
}

struct Dimpl {
    dtls: Dtls,
    socket: UdpSocket,
    timer: Instant,
    connected: bool,
    closed: bool,
    certs: usize,
    data: VecDeque<Vec<u8>>,
}

impl Dimpl {
    fn drain(&mut self) {
        let mut buf = vec![0; 4096];
        loop {
            match self.dtls.poll_output(&mut buf) {
                Output::Packet(p) => {
                    snoop(p);
                    let _ = self.socket.send(p);
                }
                Output::BufferTooSmall { needed } => buf.resize(needed, 0),
                Output::Timeout(t) => {
                    self.timer = t;
                    break;
                }
                Output::Connected => self.connected = true,
                Output::PeerCert(_) => self.certs += 1,
                Output::ApplicationData(d) => self.data.push_back(d.to_vec()),
                Output::CloseNotify => self.closed = true,
                _ => {}
            }
        }
    }
    fn step(&mut self, wait: Duration) -> Res<()> {
        self.drain();
        let now = Instant::now();
        if readable(
            &self.socket,
            wait.min(self.timer.saturating_duration_since(now))
                .max(Duration::from_millis(1)),
        ) {
            let mut b = [0; 65536];
            let Ok(n) = self.socket.recv(&mut b) else { return Ok(()) };
            snoop(&b[..n]);
            self.dtls.handle_timeout(Instant::now()).map_err(|e| format!("{e:?}"))?;
            self.dtls.handle_packet(&b[..n]).map_err(|e| format!("{e:?}"))?;
        } else if Instant::now() >= self.timer {
            self.dtls.handle_timeout(Instant::now()).map_err(|e| format!("{e:?}"))?
        }
        self.drain();
        Ok(())
    }
}

impl Peer for Dimpl {
    fn handshake(&mut self) -> Res<String> {
        let end = Instant::now() + Duration::from_secs(20);
        while !self.connected {
            if Instant::now() > end {
                return Err("handshake: no answer".into());
            }
            self.step(Duration::from_secs(1))?
        }
        Ok(format!(
            "version={:?} peer-certificates={}",
            self.dtls.protocol_version(),
            self.certs
        ))
    }
    fn write(&mut self, d: &[u8]) -> Res<()> {
        self.dtls.send_application_data(d).map_err(|e| format!("{e:?}"))?;
        self.drain();
        Ok(())
    }
    fn read(&mut self, wait: Duration) -> Res<Option<Vec<u8>>> {
        let end = Instant::now() + wait;
        loop {
            if let Some(d) = self.data.pop_front() {
                return Ok(Some(d));
            }
            if self.closed {
                return Ok(Some(vec![]));
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            self.step(left)?;
        }
    }
    fn key_update(&mut self, _: bool) -> Res<()> {
        println!("dimpl updates its keys by itself only, see --limit");
        Ok(())
    }
    fn close(&mut self) {
        let _ = self.dtls.close();
        for _ in 0..5 {
            let _ = self.step(Duration::from_millis(50));
        }
    }
}

fn main() {
    let o = options();
    OPTS.set(o.clone()).unwrap();
    if o.verbose {
        env_logger::Builder::new().filter_level("trace".parse().unwrap()).init()
    }
    let p = aws_lc_rs::default_provider();
    let provider = CryptoProvider {
        hmac_provider: Box::leak(Box::new(Listening(p.hmac_provider))),
        ..p
    };
    let limit = std::env::var("DIMPL_LIMIT").ok().map(|l| l.parse().unwrap());
    run(o, &mut |o, socket| {
        let group = |g: &String| match g.as_str() {
            "x25519" => NamedGroup::X25519,
            "secp256r1" => NamedGroup::Secp256r1,
            "secp384r1" => NamedGroup::Secp384r1,
            _ => panic!("group {g}"),
        };
        let suite = |s: &String| match s.as_str() {
            "TLS_AES_128_GCM_SHA256" => Dtls13CipherSuite::AES_128_GCM_SHA256,
            "TLS_AES_256_GCM_SHA384" => Dtls13CipherSuite::AES_256_GCM_SHA384,
            "TLS_AES_128_CCM_SHA256" => Dtls13CipherSuite::AES_128_CCM_SHA256,
            _ => Dtls13CipherSuite::CHACHA20_POLY1305_SHA256,
        };
        let mut b = Config::builder()
            .mtu(o.mtu as usize)
            .use_server_cookie(o.cookie)
            .require_client_certificate(o.client_auth == "require")
            .with_crypto_provider(provider.clone());
        if !o.groups.is_empty() {
            b = b.kx_groups(&o.groups.iter().map(group).collect::<Vec<_>>())
        }
        if !o.suites.is_empty() {
            b = b.dtls13_cipher_suites(&o.suites.iter().map(suite).collect::<Vec<_>>())
        }
        if let Some(l) = limit {
            b = b.aead_encryption_limit(l)
        }
        let config = b.build().map_err(|e| format!("{e:?}"))?;
        let cert = match &o.cert {
            Some(f) => DtlsCertificate {
                certificate: CertificateDer::from_pem_file(f).unwrap().to_vec(),
                private_key: PrivatePkcs8KeyDer::from_pem_file(o.key.as_ref().unwrap())
                    .unwrap()
                    .secret_pkcs8_der()
                    .to_vec(),
            },
            None => dimpl::certificate::generate_self_signed_certificate().unwrap(),
        };
        let now = Instant::now();
        let mut dtls = Dtls::new_13(Arc::new(config), cert, now);
        dtls.set_active(!o.server);
        dtls.handle_timeout(now).map_err(|e| format!("{e:?}"))?;
        let socket = socket.try_clone().unwrap();
        socket.set_nonblocking(true).unwrap();
        Ok(Box::new(Dimpl {
            dtls,
            socket,
            timer: now,
            connected: false,
            closed: false,
            certs: 0,
            data: VecDeque::new(),
        }))
    });
}

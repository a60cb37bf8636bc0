//! A DTLS 1.3 echo server and client on BoringSSL.
#[path = "../../common/common.rs"]
mod common;
use boring_sys as b;
use common::*;
use std::{
    ffi::{c_char, c_int, c_void, CStr, CString},
    net::UdpSocket,
    os::fd::AsRawFd,
    ptr::null_mut,
    sync::OnceLock,
    time::{Duration, Instant},
};

const EXPORTER_LABEL: &str = "EXPERIMENTAL interop";
const DTLS_1_3: u16 = 0xfefc;

static OPTS: OnceLock<Opts> = OnceLock::new();
static mut SESSION: *mut b::SSL_SESSION = null_mut();

fn c(s: &str) -> CString {
    CString::new(s).unwrap()
}

fn group(n: &str) -> u16 {
    match n {
        "x25519" => 29,
        "secp256r1" => 23,
        "secp384r1" => 24,
        "secp521r1" => 25,
        "X25519MLKEM768" => 0x11ec,
        _ => panic!("group {n}"),
    }
}

fn wire(list: &[String]) -> Vec<u8> {
    list.iter().flat_map(|p| [&[p.len() as u8], p.as_bytes()].concat()).collect()
}

fn error(what: &str) -> String {
    unsafe {
        let mut t = [0 as c_char; 200];
        b::ERR_error_string_n(b::ERR_get_error(), t.as_mut_ptr(), 200);
        format!("{what}: {}", CStr::from_ptr(t.as_ptr()).to_string_lossy())
    }
}

fn ok(r: c_int, what: &str) -> Res<()> {
    if r == 1 {
        Ok(())
    } else {
        Err(error(what))
    }
}

unsafe extern "C" fn keylog(_: *const b::SSL, line: *const c_char) {
    log_key(&OPTS.get().unwrap().keylog, CStr::from_ptr(line).to_str().unwrap());
}

unsafe extern "C" fn new_session(_: *mut b::SSL, s: *mut b::SSL_SESSION) -> c_int {
    SESSION = s;
    1
}

unsafe extern "C" fn verify_ok(_: *mut b::SSL, _: *mut u8) -> b::ssl_verify_result_t {
    b::ssl_verify_result_t::ssl_verify_ok
}

unsafe extern "C" fn pick_alpn(
    _: *mut b::SSL,
    out: *mut *const u8,
    n: *mut u8,
    input: *const u8,
    len: u32,
    _: *mut c_void,
) -> c_int {
    let mine = &OPTS.get().unwrap().alpn;
    let theirs = std::slice::from_raw_parts(input, len as usize);
    let mut i = 0;
    while i < theirs.len() {
        let l = theirs[i] as usize;
        if mine.iter().any(|m| m.as_bytes() == &theirs[i + 1..i + 1 + l]) {
            *out = input.add(i + 1);
            *n = l as u8;
            return 0;
        }
        i += l + 1
    }
    3
}

struct Boring {
    ssl: *mut b::SSL,
    socket: UdpSocket,
    o: Opts,
}

impl Boring {
    /// What both ends must export alike, in hexadecimal.
    unsafe fn exported(&self) -> Res<String> {
        let mut out = [0u8; 32];
        let label = EXPORTER_LABEL.as_bytes();
        ok(
            b::SSL_export_keying_material(
                self.ssl,
                out.as_mut_ptr(),
                out.len(),
                label.as_ptr() as *const c_char,
                label.len(),
                null_mut(),
                0,
                0,
            ),
            "export",
        )?;
        Ok(out.iter().map(|each| format!("{each:02x}")).collect())
    }

    /// Repeats a call that wants to read, with BoringSSL's timers; None when `wait` is over.
    fn drive(&mut self, what: &str, wait: Duration, call: &mut dyn FnMut(*mut b::SSL) -> c_int) -> Res<Option<c_int>> {
        let end = Instant::now() + wait;
        loop {
            unsafe {
                b::ERR_clear_error();
                let r = call(self.ssl);
                if r > 0 {
                    return Ok(Some(r));
                }
                match b::SSL_get_error(self.ssl, r) {
                    6 => return Ok(Some(0)), // closed
                    2 | 3 => {}              // wants to read, to write
                    9 | 11 => {} // early data refused, or pending
                    e => return Err(format!("{} ({e})", error(what))),
                }
                let left = end.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    return Ok(None);
                }
                let mut t: b::timeval = std::mem::zeroed();
                let timer = if b::DTLSv1_get_timeout(self.ssl, &mut t) == 1 {
                    Duration::new(t.tv_sec as u64, t.tv_usec as u32 * 1000)
                } else {
                    left
                };
                readable(&self.socket, timer.min(left).max(Duration::from_millis(1)));
                if b::DTLSv1_handle_timeout(self.ssl) < 0 {
                    return Err(error("timeout"));
                }
            }
        }
    }
}

impl Peer for Boring {
    fn handshake(&mut self) -> Res<String> {
        unsafe {
            if let (Some(text), false, false) = (self.o.early.clone(), self.o.server, SESSION.is_null()) {
                self.drive("handshake", Duration::from_secs(5), &mut |s| b::SSL_do_handshake(s))?;
                if b::SSL_in_early_data(self.ssl) == 1 {
                    b::SSL_write(self.ssl, text.as_ptr() as *const c_void, text.len() as c_int);
                }
            }
            self.drive("handshake", Duration::from_secs(20), &mut |s| {
                let r = b::SSL_do_handshake(s);
                if r <= 0 && b::SSL_get_error(s, r) == 9 {
                    println!("early data refused");
                    b::SSL_reset_early_data_reject(s);
                }
                r
            })?
            .ok_or("handshake: no answer")?;
            let (mut p, mut n) = (std::ptr::null(), 0u32);
            b::SSL_get0_alpn_selected(self.ssl, &mut p, &mut n);
            let alpn = if n > 0 {
                String::from_utf8_lossy(std::slice::from_raw_parts(p, n as usize)).into_owned()
            } else {
                String::new()
            };
            Ok(format!(
                "version={} suite={} group={:04x} alpn={alpn:?} peer-certificate={} resumed={} early={} exporter={}",
                CStr::from_ptr(b::SSL_get_version(self.ssl)).to_string_lossy(),
                CStr::from_ptr(b::SSL_CIPHER_standard_name(b::SSL_get_current_cipher(self.ssl))).to_string_lossy(),
                b::SSL_get_curve_id(self.ssl),
                !b::SSL_get_peer_certificate(self.ssl).is_null(),
                b::SSL_session_reused(self.ssl),
                b::SSL_early_data_accepted(self.ssl),
                self.exported()?
            ))
        }
    }
    fn write(&mut self, d: &[u8]) -> Res<()> {
        self.drive("write", Duration::from_secs(5), &mut |s| unsafe {
            b::SSL_write(s, d.as_ptr() as *const c_void, d.len() as c_int)
        })?
        .ok_or("write")?;
        Ok(())
    }
    fn read(&mut self, wait: Duration) -> Res<Option<Vec<u8>>> {
        let mut buf = vec![0u8; 16384];
        Ok(self
            .drive("read", wait, &mut |s| unsafe {
                b::SSL_read(s, buf.as_mut_ptr() as *mut c_void, 16384)
            })?
            .map(|n| buf[..n as usize].to_vec()))
    }
    fn key_update(&mut self, ask: bool) -> Res<()> {
        unsafe {
            ok(b::SSL_key_update(self.ssl, ask as c_int), "key update")?;
            println!("keys updated");
            Ok(())
        }
    }
    fn close(&mut self) {
        unsafe {
            b::SSL_shutdown(self.ssl);
        }
        if readable(&self.socket, Duration::from_millis(100)) {
            unsafe {
                b::SSL_shutdown(self.ssl);
            }
        }
    }
}

impl Drop for Boring {
    fn drop(&mut self) {
        unsafe { b::SSL_free(self.ssl) }
    }
}

unsafe fn context(o: &Opts) -> Res<*mut b::SSL_CTX> {
    let ctx = b::SSL_CTX_new(b::DTLS_method());
    ok(b::SSL_CTX_set_min_proto_version(ctx, DTLS_1_3), "version")?;
    ok(b::SSL_CTX_set_max_proto_version(ctx, DTLS_1_3), "version")?;
    if let Some(f) = &o.cert {
        ok(b::SSL_CTX_use_certificate_chain_file(ctx, c(f).as_ptr()), "cert")?;
        ok(
            b::SSL_CTX_use_PrivateKey_file(ctx, c(o.key.as_ref().unwrap()).as_ptr(), 1),
            "key",
        )?;
    }
    if let Some(f) = &o.ca {
        ok(b::SSL_CTX_load_verify_locations(ctx, c(f).as_ptr(), std::ptr::null()), "ca")?;
    }
    let mode = if o.server {
        match o.client_auth.as_str() {
            "require" => 3,
            "request" => 1,
            _ => 0,
        }
    } else {
        1
    };
    if o.ca.is_none() {
        b::SSL_CTX_set_custom_verify(ctx, mode, Some(verify_ok))
    } else {
        b::SSL_CTX_set_verify(ctx, mode, None)
    }
    if !o.groups.is_empty() {
        let g: Vec<u16> = o.groups.iter().map(|g| group(g)).collect();
        ok(b::SSL_CTX_set1_group_ids(ctx, g.as_ptr(), g.len()), "groups")?;
    }
    b::SSL_CTX_set_keylog_callback(ctx, Some(keylog));
    if !o.alpn.is_empty() {
        if o.server {
            b::SSL_CTX_set_alpn_select_cb(ctx, Some(pick_alpn), null_mut())
        } else {
            let w = wire(&o.alpn);
            b::SSL_CTX_set_alpn_protos(ctx, w.as_ptr(), w.len() as _);
        }
    }
    // The TLS 1.3 suites cannot be chosen; the CNSA policy puts AES-256 first.
    if o.suites.iter().any(|s| s == "TLS_AES_256_GCM_SHA384") {
        ok(
            b::SSL_CTX_set_compliance_policy(ctx, b::ssl_compliance_policy_t::ssl_compliance_policy_cnsa_202407),
            "policy",
        )?;
    }
    if o.tickets {
        b::SSL_CTX_set_session_cache_mode(ctx, if o.server { 2 } else { 0x101 }); // server; client, none kept inside
        b::SSL_CTX_sess_set_new_cb(ctx, Some(new_session));
    } else if o.server {
        b::SSL_CTX_set_options(ctx, 0x4000); // SSL_OP_NO_TICKET
    }
    b::SSL_CTX_set_session_id_context(ctx, b"peer".as_ptr(), 4);
    b::SSL_CTX_set_early_data_enabled(ctx, o.early.is_some() as c_int);
    Ok(ctx)
}

fn main() {
    let o = options();
    OPTS.set(o.clone()).unwrap();
    let mut shared: *mut b::SSL_CTX = null_mut();
    run(o, &mut |o, socket| unsafe {
        if shared.is_null() {
            shared = context(o)?
        }
        let ssl = b::SSL_new(shared);
        let socket = socket.try_clone().unwrap();
        socket.set_nonblocking(true).unwrap();
        let bio = b::BIO_new_fd(socket.as_raw_fd(), 0);
        b::SSL_set_bio(ssl, bio, bio);
        b::SSL_set_options(ssl, 0x1000); // SSL_OP_NO_QUERY_MTU
        ok(b::SSL_set_mtu(ssl, o.mtu as u32), "mtu")?;
        if o.server {
            b::SSL_set_accept_state(ssl)
        } else {
            b::SSL_set_connect_state(ssl);
            if !o.groups.is_empty() {
                let g: Vec<u16> = o.groups.iter().take(o.shares).map(|g| group(g)).collect();
                ok(b::SSL_set1_client_key_shares(ssl, g.as_ptr(), g.len()), "shares")?;
            }
            if let Some(n) = &o.name {
                ok(b::SSL_set_tlsext_host_name(ssl, c(n).as_ptr()), "name")?;
            }
            if !SESSION.is_null() {
                ok(b::SSL_set_session(ssl, SESSION), "session")?;
            }
        }
        Ok(Box::new(Boring {
            ssl,
            socket,
            o: o.clone(),
        }))
    });
}

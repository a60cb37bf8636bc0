//! A DTLS 1.3 echo server and client on wolfSSL.
#[path = "../../common/common.rs"]
mod common;
use common::*;
use std::{
    ffi::{c_char, c_int, c_uint, c_void, CStr, CString},
    net::UdpSocket,
    os::fd::AsRawFd,
    ptr::null_mut,
    sync::OnceLock,
    time::Duration,
};
use wolfssl_sys as w;

static OPTS: OnceLock<Opts> = OnceLock::new();
static mut SESSION: *mut w::WOLFSSL_SESSION = null_mut();

fn group(n: &str) -> c_int {
    match n {
        "x25519" => 29,
        "secp256r1" => 23,
        "secp384r1" => 24,
        "secp521r1" => 25,
        "X25519MLKEM768" => 4588,
        "SecP256r1MLKEM768" => 4587,
        _ => panic!("group {n}"),
    }
}

fn suite(n: &str) -> &str {
    match n {
        "TLS_AES_128_GCM_SHA256" => "TLS13-AES128-GCM-SHA256",
        "TLS_AES_256_GCM_SHA384" => "TLS13-AES256-GCM-SHA384",
        "TLS_CHACHA20_POLY1305_SHA256" => "TLS13-CHACHA20-POLY1305-SHA256",
        "TLS_AES_128_CCM_SHA256" => "TLS13-AES128-CCM-SHA256",
        o => o,
    }
}

fn c(s: &str) -> CString {
    CString::new(s).unwrap()
}

unsafe extern "C" fn keylog(_: *const w::WOLFSSL, line: *const c_char) {
    log_key(&OPTS.get().unwrap().keylog, CStr::from_ptr(line).to_str().unwrap());
}

unsafe extern "C" fn psk_client(
    _: *mut w::WOLFSSL,
    _: *const c_char,
    id: *mut c_char,
    id_max: c_uint,
    key: *mut u8,
    _: c_uint,
    suite: *mut *const c_char,
) -> c_uint {
    let o = OPTS.get().unwrap();
    let name = c(&o.psk_id);
    std::ptr::copy(name.as_ptr(), id, name.as_bytes_with_nul().len().min(id_max as usize));
    *suite = c"TLS13-AES128-GCM-SHA256".as_ptr();
    psk_key(key)
}

unsafe extern "C" fn psk_server(
    _: *mut w::WOLFSSL,
    id: *const c_char,
    key: *mut u8,
    _: c_uint,
    suite: *mut *const c_char,
) -> c_uint {
    if CStr::from_ptr(id).to_str() != Ok(&OPTS.get().unwrap().psk_id) {
        return 0;
    }
    *suite = c"TLS13-AES128-GCM-SHA256".as_ptr();
    psk_key(key)
}

unsafe fn psk_key(key: *mut u8) -> c_uint {
    let k = OPTS.get().unwrap().psk.as_ref().unwrap();
    std::ptr::copy(k.as_ptr(), key, k.len());
    k.len() as c_uint
}

struct Wolf {
    ssl: *mut w::WOLFSSL,
    ctx: *mut w::WOLFSSL_CTX,
    socket: UdpSocket,
    o: Opts,
    early: Vec<Vec<u8>>,
}

impl Wolf {
    fn error(&self, what: &str) -> String {
        unsafe {
            let e = w::wolfSSL_get_error(self.ssl, 0);
            let mut b = [0 as c_char; 120];
            w::wolfSSL_ERR_error_string_n(e as _, b.as_mut_ptr(), 120);
            format!("{what}: {e} {}", CStr::from_ptr(b.as_ptr()).to_string_lossy())
        }
    }
    /// Repeats a call that wants to read, with wolfSSL's timeouts; None when `wait` is over.
    fn drive(&mut self, what: &str, wait: Duration, call: &mut dyn FnMut(*mut w::WOLFSSL) -> c_int) -> Res<Option<c_int>> {
        let end = std::time::Instant::now() + wait;
        loop {
            let r = call(self.ssl);
            if r > 0 {
                return Ok(Some(r));
            }
            let e = unsafe { w::wolfSSL_get_error(self.ssl, r) };
            // closed
            if e == 6 || r == 0 && e == 0 {
                return Ok(Some(0));
            }
            // neither wants to read nor to write, nor waits for something of its own
            if e != 2 && e != 3 && e != -108 {
                return Err(self.error(what));
            }
            let mut timer = Duration::from_secs(unsafe { w::wolfSSL_dtls_get_current_timeout(self.ssl) } as u64);
            if unsafe { w::wolfSSL_dtls13_use_quick_timeout(self.ssl) } != 0 {
                timer /= 4
            }
            let left = end.saturating_duration_since(std::time::Instant::now());
            if left.is_zero() {
                return Ok(None);
            }
            if !readable(&self.socket, timer.min(left))
                && timer <= left
                && unsafe { w::wolfSSL_dtls_got_timeout(self.ssl) } < 0
                && unsafe { w::wolfSSL_get_error(self.ssl, 0) } != 2
            {
                return Err(self.error("timeout"));
            }
        }
    }
}

impl Peer for Wolf {
    fn handshake(&mut self) -> Res<String> {
        let wait = Duration::from_secs(20);
        unsafe {
            if let Some(text) = self.o.early.clone() {
                if self.o.server {
                    let (mut b, mut n) = (vec![0u8; 4096], 0);
                    self.drive("early", wait, &mut |s| {
                        w::wolfSSL_read_early_data(s, b.as_mut_ptr() as *mut c_void, 4096, &mut n)
                    })?;
                    if n > 0 {
                        println!("early {}", String::from_utf8_lossy(&b[..n as usize]));
                        self.early.push(b[..n as usize].to_vec());
                    }
                } else if !SESSION.is_null() {
                    let mut n = 0;
                    self.drive("early", wait, &mut |s| {
                        w::wolfSSL_write_early_data(s, text.as_ptr() as *const c_void, text.len() as c_int, &mut n)
                    })?;
                }
            }
            let server = self.o.server;
            self.drive("handshake", wait, &mut |s| {
                if server {
                    w::wolfSSL_accept(s)
                } else {
                    w::wolfSSL_connect(s)
                }
            })?
            .filter(|r| *r > 0)
            .ok_or("handshake: no answer")?;
            for e in std::mem::take(&mut self.early) {
                self.write(&e)?
            }
            let p = w::wolfSSL_get_peer_certificate(self.ssl);
            let (mut proto, mut n) = (null_mut::<c_char>(), 0u16);
            let alpn = if w::wolfSSL_ALPN_GetProtocol(self.ssl, &mut proto, &mut n) == 1 {
                CStr::from_ptr(proto).to_string_lossy().into_owned()
            } else {
                String::new()
            };
            Ok(format!(
                "version={} suite={} group={} alpn={alpn:?} peer-certificate={} resumed={}",
                CStr::from_ptr(w::wolfSSL_get_version(self.ssl)).to_string_lossy(),
                CStr::from_ptr(w::wolfSSL_get_cipher_name(self.ssl)).to_string_lossy(),
                CStr::from_ptr(w::wolfSSL_get_curve_name(self.ssl)).to_string_lossy(),
                !p.is_null(),
                w::wolfSSL_session_reused(self.ssl)
            ))
        }
    }
    fn write(&mut self, d: &[u8]) -> Res<()> {
        self.drive("write", Duration::from_secs(5), &mut |s| unsafe {
            w::wolfSSL_write(s, d.as_ptr() as *const c_void, d.len() as c_int)
        })?
        .ok_or("write")?;
        Ok(())
    }
    fn read(&mut self, wait: Duration) -> Res<Option<Vec<u8>>> {
        let mut b = vec![0u8; 16384];
        Ok(self
            .drive("read", wait, &mut |s| unsafe {
                w::wolfSSL_read(s, b.as_mut_ptr() as *mut c_void, 16384)
            })?
            .map(|n| b[..n as usize].to_vec()))
    }
    fn key_update(&mut self, _ask: bool) -> Res<()> {
        self.drive("key update", Duration::from_secs(5), &mut |s| unsafe {
            w::wolfSSL_update_keys(s)
        })?;
        println!("keys updated");
        Ok(())
    }
    fn request_certificate(&mut self) -> Res<()> {
        self.drive("request", Duration::from_secs(5), &mut |s| unsafe {
            w::wolfSSL_request_certificate(s)
        })?;
        Ok(())
    }
    fn close(&mut self) {
        unsafe {
            if self.o.tickets && !self.o.server {
                SESSION = w::wolfSSL_get1_session(self.ssl)
            }
            w::wolfSSL_shutdown(self.ssl);
            if readable(&self.socket, Duration::from_millis(100)) {
                w::wolfSSL_shutdown(self.ssl);
            }
        }
    }
}

impl Drop for Wolf {
    fn drop(&mut self) {
        unsafe {
            w::wolfSSL_free(self.ssl);
            if !self.o.server {
                w::wolfSSL_CTX_free(self.ctx)
            }
        }
    }
}

fn ok(r: c_int, what: &str) -> Res<()> {
    if r == 1 {
        Ok(())
    } else {
        Err(format!("{what}: {r}"))
    }
}

fn main() {
    let o = options();
    OPTS.set(o.clone()).unwrap();
    let mut server_ctx: *mut w::WOLFSSL_CTX = null_mut();
    unsafe {
        w::wolfSSL_Init();
        if o.verbose {
            w::wolfSSL_Debugging_ON();
        }
    }
    run(o, &mut |o, socket| unsafe {
        let ctx = if server_ctx.is_null() { context(o)? } else { server_ctx };
        if o.server {
            server_ctx = ctx
        }
        let ssl = w::wolfSSL_new(ctx);
        let socket = socket.try_clone().unwrap();
        ok(w::wolfSSL_set_dtls_fd_connected(ssl, socket.as_raw_fd()), "fd")?;
        w::wolfSSL_dtls_set_using_nonblock(ssl, 1);
        socket.set_nonblocking(false).unwrap();
        w::wolfSSL_SSLSetIORecv(ssl, Some(receive));
        ok(w::wolfSSL_dtls_set_mtu(ssl, o.mtu), "mtu")?;
        if o.cid >= 0 {
            ok(w::wolfSSL_dtls_cid_use(ssl), "cid")?;
            if o.cid > 0 {
                let mut id: Vec<u8> = (0..o.cid as u8).map(|i| (if o.server { 0x50 } else { 0xc0 }) + i).collect();
                ok(w::wolfSSL_dtls_cid_set(ssl, id.as_mut_ptr(), o.cid as c_uint), "cid set")?;
            }
        }
        if !o.alpn.is_empty() {
            let l = c(&o.alpn.join(","));
            ok(
                w::wolfSSL_UseALPN(ssl, l.as_ptr() as *mut c_char, l.as_bytes().len() as c_uint, 2),
                "alpn",
            )?;
        }
        if o.server {
            if o.cookie {
                ok(w::wolfSSL_send_hrr_cookie(ssl, std::ptr::null(), 0), "cookie")?
            } else {
                ok(w::wolfSSL_disable_hrr_cookie(ssl), "cookie")?
            }
            ok(w::wolfSSL_dtls13_allow_ch_frag(ssl, 1), "ch frag")?;
        } else {
            for g in o.groups.iter().take(o.shares) {
                ok(w::wolfSSL_UseKeyShare(ssl, group(g) as u16), "key share")?
            }
            if o.shares == 0 {
                ok(w::wolfSSL_NoKeyShares(ssl), "no shares")?
            }
            if let Some(n) = &o.name {
                let n = c(n);
                ok(
                    w::wolfSSL_UseSNI(ssl, 0, n.as_ptr() as *const c_void, n.as_bytes().len() as u16),
                    "sni",
                )?
            }
            if !SESSION.is_null() {
                ok(w::wolfSSL_set_session(ssl, SESSION), "session")?
            }
        }
        Ok(Box::new(Wolf {
            ssl,
            ctx,
            socket,
            o: o.clone(),
            early: vec![],
        }))
    });
}

unsafe extern "C" fn receive(ssl: *mut w::WOLFSSL, buf: *mut c_char, n: c_int, _: *mut c_void) -> c_int {
    let r = libc::recv(w::wolfSSL_get_fd(ssl), buf as *mut c_void, n as usize, libc::MSG_DONTWAIT);
    if r >= 0 {
        r as c_int
    } else {
        -2 // wants to read
    }
}

unsafe fn context(o: &Opts) -> Res<*mut w::WOLFSSL_CTX> {
    let ctx = w::wolfSSL_CTX_new(if o.server {
        w::wolfDTLSv1_3_server_method()
    } else {
        w::wolfDTLSv1_3_client_method()
    });
    if let Some(f) = &o.cert {
        ok(w::wolfSSL_CTX_use_certificate_chain_file(ctx, c(f).as_ptr()), "cert")?;
        ok(
            w::wolfSSL_CTX_use_PrivateKey_file(ctx, c(o.key.as_ref().unwrap()).as_ptr(), 1),
            "key",
        )?;
    }
    if let Some(f) = &o.ca {
        ok(
            w::wolfSSL_CTX_load_verify_locations(ctx, c(f).as_ptr(), std::ptr::null()),
            "ca",
        )?;
    }
    let mode = if o.server {
        match o.client_auth.as_str() {
            "require" => 3,
            "request" => 1,
            _ => 0,
        }
    } else if o.ca.is_some() {
        1
    } else {
        0
    };
    w::wolfSSL_CTX_set_verify(ctx, mode, None);
    if !o.suites.is_empty() {
        ok(
            w::wolfSSL_CTX_set_cipher_list(
                ctx,
                c(&o.suites.iter().map(|s| suite(s)).collect::<Vec<_>>().join(":")).as_ptr(),
            ),
            "suites",
        )?;
    }
    if !o.groups.is_empty() {
        let mut g: Vec<c_int> = o.groups.iter().map(|g| group(g)).collect();
        ok(w::wolfSSL_CTX_set_groups(ctx, g.as_mut_ptr(), g.len() as c_int), "groups")?;
    }
    if o.keylog.is_some() {
        w::wolfSSL_CTX_set_keylog_callback(ctx, Some(keylog));
    }
    if o.psk.is_some() {
        if o.server {
            w::wolfSSL_CTX_set_psk_server_tls13_callback(ctx, Some(psk_server))
        } else {
            w::wolfSSL_CTX_set_psk_client_tls13_callback(ctx, Some(psk_client))
        }
    }
    if o.server && !o.tickets {
        w::wolfSSL_CTX_no_ticket_TLSv13(ctx);
    }
    if o.early.is_some() {
        w::wolfSSL_CTX_set_max_early_data(ctx, 4096);
    }
    if o.pha && !o.server {
        ok(w::wolfSSL_CTX_allow_post_handshake_auth(ctx), "pha").or_else(|_| Ok::<(), String>(()))?;
    }
    Ok(ctx)
}

//! What the peers share: options, the UDP socket, the echo server and the talking client.
use std::{
    net::{SocketAddr, UdpSocket},
    os::fd::AsRawFd,
    time::Duration,
};

pub type Res<T> = Result<T, String>;

#[derive(Clone, Debug, Default)]
pub struct Opts {
    pub server: bool,
    pub port: u16,
    pub cert: Option<String>,
    pub key: Option<String>,
    pub ca: Option<String>,
    pub name: Option<String>,
    pub client_auth: String,
    pub groups: Vec<String>,
    pub suites: Vec<String>,
    pub shares: usize,
    pub alpn: Vec<String>,
    pub keylog: Option<String>,
    pub mtu: u16,
    pub cookie: bool,
    pub cid: i32,
    pub tickets: bool,
    pub early: Option<String>,
    pub psk: Option<Vec<u8>>,
    pub psk_id: String,
    pub pha: bool,
    pub say: Vec<String>,
    pub connections: usize,
    pub verbose: bool,
}

pub fn options() -> Opts {
    let mut a = std::env::args().skip(1);
    let mut o = Opts {
        server: a.next().as_deref() == Some("server"),
        client_auth: "none".into(),
        mtu: 1200,
        cookie: true,
        cid: -1,
        shares: 1,
        psk_id: "psk".into(),
        say: vec!["hello".into()],
        connections: 1,
        ..Default::default()
    };
    let list = |v: String| v.split(',').map(str::to_string).collect::<Vec<_>>();
    while let Some(k) = a.next() {
        match k.as_str() {
            "--tickets" => {
                o.tickets = true;
                continue;
            }
            "--pha" => {
                o.pha = true;
                continue;
            }
            "-v" => {
                o.verbose = true;
                continue;
            }
            _ => {}
        }
        let v = a.next().expect(&k);
        match k.as_str() {
            "--port" => o.port = v.parse().unwrap(),
            "--cert" => o.cert = Some(v),
            "--key" => o.key = Some(v),
            "--ca" => o.ca = Some(v),
            "--name" => o.name = Some(v),
            "--client-auth" => o.client_auth = v,
            "--groups" => o.groups = list(v),
            "--suites" => o.suites = list(v),
            "--shares" => o.shares = v.parse().unwrap(),
            "--alpn" => o.alpn = list(v),
            "--keylog" => o.keylog = Some(v),
            "--mtu" => o.mtu = v.parse().unwrap(),
            "--cookie" => o.cookie = v == "on",
            "--cid" => o.cid = v.parse().unwrap(),
            "--early" => o.early = Some(v),
            "--psk" => {
                o.psk = Some(
                    (0..v.len())
                        .step_by(2)
                        .map(|i| u8::from_str_radix(&v[i..i + 2], 16).unwrap())
                        .collect(),
                )
            }
            "--psk-id" => o.psk_id = v,
            "--say" => o.say = list(v),
            "--connections" => o.connections = v.parse().unwrap(),
            _ => panic!("unknown option {k}"),
        }
    }
    o
}

#[allow(dead_code)]
pub fn log_key(file: &Option<String>, line: &str) {
    use std::io::Write;
    if let Some(f) = file {
        writeln!(
            std::fs::OpenOptions::new().append(true).create(true).open(f).unwrap(),
            "{line}"
        )
        .unwrap();
    }
}

/// Waits for a datagram; false after `wait`.
pub fn readable(s: &UdpSocket, wait: Duration) -> bool {
    let mut p = libc::pollfd {
        fd: s.as_raw_fd(),
        events: libc::POLLIN,
        revents: 0,
    };
    unsafe { libc::poll(&mut p, 1, wait.as_millis().min(60000) as i32) > 0 }
}

pub trait Peer {
    fn handshake(&mut self) -> Res<String>;
    fn write(&mut self, data: &[u8]) -> Res<()>;
    /// None: nothing came within `wait`. An empty vector: closed.
    fn read(&mut self, wait: Duration) -> Res<Option<Vec<u8>>>;
    fn key_update(&mut self, ask: bool) -> Res<()>;
    fn request_certificate(&mut self) -> Res<()> {
        Err("not supported".into())
    }
    fn close(&mut self);
}

fn serve(p: &mut dyn Peer) -> Res<()> {
    println!("connected {}", p.handshake()?);
    loop {
        let Some(data) = p.read(Duration::from_secs(30))? else {
            return Err("silence".into());
        };
        if data.is_empty() {
            println!("closed by the peer");
            p.close();
            return Ok(());
        }
        println!("received {}", String::from_utf8_lossy(&data));
        match &data[..] {
            b"server:ku" => p.key_update(false)?,
            b"server:kur" => p.key_update(true)?,
            b"server:pha" => p.request_certificate()?,
            b"server:close" => {
                p.close();
                return Ok(());
            }
            _ => {}
        }
        p.write(&data)?;
    }
}

fn talk(p: &mut dyn Peer, o: &Opts) -> Res<()> {
    println!("connected {}", p.handshake()?);
    for item in &o.say {
        match item.as_str() {
            "@ku" => {
                p.key_update(false)?;
                continue;
            }
            "@kur" => {
                p.key_update(true)?;
                continue;
            }
            _ => {}
        }
        p.write(item.as_bytes())?;
        match p.read(Duration::from_secs(5))? {
            None => return Err(format!("no echo of {item}")),
            Some(d) if d.is_empty() => println!("closed by the peer"),
            Some(d) => println!("echoed {}", String::from_utf8_lossy(&d)),
        }
    }
    p.read(Duration::from_millis(300))?;
    p.close();
    std::thread::sleep(Duration::from_millis(200));
    Ok(())
}

pub fn run(o: Opts, make: &mut dyn FnMut(&Opts, &UdpSocket) -> Res<Box<dyn Peer>>) {
    let to: SocketAddr = ([127, 0, 0, 1], o.port).into();
    let mut failed = false;
    if o.server {
        let socket = UdpSocket::bind(to).unwrap();
        println!("listening");
        let mut n = 0;
        while o.connections == 0 || n < o.connections {
            n += 1;
            socket.set_nonblocking(false).unwrap();
            let mut b = [0; 1];
            let Ok((_, from)) = socket.peek_from(&mut b) else { continue };
            socket.connect(from).unwrap();
            if let Err(e) = make(&o, &socket).and_then(|mut p| serve(&mut *p)) {
                println!("failed: {e}");
                failed = true
            }
            std::thread::sleep(Duration::from_millis(100));
            socket.set_nonblocking(true).unwrap();
            while readable(&socket, Duration::ZERO) {
                let _ = socket.recv(&mut b);
            }
            let any = libc::sockaddr {
                sa_family: libc::AF_UNSPEC as u16,
                sa_data: [0; 14],
            };
            unsafe { libc::connect(socket.as_raw_fd(), &any, 16) };
        }
    } else {
        for _ in 0..o.connections {
            let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
            socket.connect(to).unwrap();
            if let Err(e) = make(&o, &socket).and_then(|mut p| talk(&mut *p, &o)) {
                println!("failed: {e}");
                failed = true
            }
        }
    }
    std::process::exit(failed as i32);
}

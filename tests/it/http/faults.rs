//! Clients that mean harm, or are broken, on a socket: each costs bounded time
//! and memory, and the others are answered.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use wardwise::config::Config;

use super::socket::{check, connect, read_all};

/// A configuration whose patience is short enough for a test.
fn impatient() -> Config {
    let mut config = Config::default();
    config.limits.header_time = Duration::from_millis(500);
    config.limits.request_time = Duration::from_secs(1);
    config.limits.stall_time = Duration::from_secs(1);
    config
}

/// Sends `piece` again and again until the service lets the client go; how long that took.
fn drip(stream: &mut TcpStream, piece: &[u8], every: Duration) -> Duration {
    let started = Instant::now();
    stream.set_read_timeout(Some(every)).expect("a time limit");
    let mut answer = [0; 4096];
    while started.elapsed() < Duration::from_secs(30) {
        if stream.write_all(piece).is_err() {
            break;
        }
        match stream.read(&mut answer) {
            Ok(0) => break,
            Ok(_) => {}
            Err(error)
                if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Err(_) => break,
        }
    }
    started.elapsed()
}

fn is_alive(address: SocketAddr) -> bool {
    let mut stream = connect(address);
    let sent = stream.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
    sent.is_ok() && read_all(stream).ends_with("alive\n")
}

/// Memory of this process, in MiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("the state of this process");
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).expect("its memory");
    line.split_whitespace().nth(1).expect("a number").parse::<u64>().expect("kibibytes") / 1024
}

#[test]
fn a_head_that_drips_in_is_cut_at_the_time_for_heads() {
    let waited = check(impatient(), |address| {
        let mut stream = connect(address);
        stream.write_all(b"GET /api HTTP/1.1\r\nhost: x\r\nx-long: ").expect("sent");
        drip(&mut stream, b"a", Duration::from_millis(50))
    });
    assert!(waited < Duration::from_secs(5), "{waited:?}");
}

#[test]
fn a_body_that_drips_in_is_cut_at_the_time_for_answers() {
    let waited = check(impatient(), |address| {
        let mut stream = connect(address);
        let head = "POST /api/estimate HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{";
        stream.write_all(head.as_bytes()).expect("sent");
        drip(&mut stream, b" ", Duration::from_millis(50))
    });
    assert!(waited < Duration::from_secs(10), "{waited:?}");
}

#[test]
fn a_client_that_asks_and_never_takes_its_answers_is_let_go() {
    let cut = check(impatient(), |address| {
        let mut stream = connect(address);
        stream.set_write_timeout(Some(Duration::from_secs(10))).expect("a time limit");
        let ask = b"GET /api/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(2_000);
        let started = Instant::now();
        let _ = stream.write_all(&ask);
        // More answers than any buffer holds: the service stalls, and lets go.
        while started.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(200));
            if stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n").is_err() {
                return Some(started.elapsed());
            }
        }
        None
    });
    assert!(cut.is_some(), "it was never let go");
}

#[test]
fn thousands_of_idle_connections_hold_up_nobody_for_long_and_cost_little() {
    let mut config = impatient();
    config.limits.connections = 200;
    let (waits, grown) = check(config, |address| {
        assert!(is_alive(address));
        let before = resident();
        let mut waits = Vec::new();
        for _ in 0..5 {
            let idle: Vec<_> = (0..600).map(|_| TcpStream::connect(address).expect("a connection")).collect();
            let started = Instant::now();
            assert!(is_alive(address));
            waits.push(started.elapsed());
            drop(idle);
        }
        (waits, resident().saturating_sub(before))
    });
    println!("3,000 idle connections, 200 let in at once: waits {waits:.1?}, {grown} MiB more");
    // Three rounds of 200 before it in the queue, half a second each.
    assert!(waits.iter().all(|wait| *wait < Duration::from_secs(10)), "{waits:?}");
    assert!(grown < 100, "{grown} MiB");
}

#[test]
fn many_clients_at_once_are_all_answered() {
    let answered = check(Config::default(), |address| {
        let ask = move || (0..50).filter(|_| is_alive(address)).count();
        let clients: Vec<_> = (0..40).map(|_| std::thread::spawn(ask)).collect();
        clients.into_iter().map(|client| client.join().expect("a client")).sum::<usize>()
    });
    assert_eq!(answered, 2_000);
}

#[test]
fn heads_and_addresses_beyond_measure_are_refused_and_not_kept() {
    let (answers, grown) = check(impatient(), |address| {
        let before = resident();
        let heads = [
            format!("GET /api HTTP/1.1\r\nhost: x\r\nx-long: {}\r\n\r\n", "a".repeat(8 << 20)),
            format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "a".repeat(8 << 20)),
            format!("GET /api HTTP/1.1\r\nhost: x\r\n{}\r\n", "x-many: a\r\n".repeat(50_000)),
        ];
        let mut answers = Vec::new();
        for head in heads.iter().cycle().take(30) {
            let mut stream = connect(address);
            stream.set_write_timeout(Some(Duration::from_secs(10))).expect("a time limit");
            let started = Instant::now();
            let _ = stream.write_all(head.as_bytes());
            answers.push((read_all(stream), started.elapsed()));
        }
        assert!(is_alive(address));
        (answers, resident().saturating_sub(before))
    });
    for (answer, waited) in &answers {
        // Whoever still writes when the refusal is sent may see the connection reset instead.
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 431") || answer.starts_with("HTTP/1.1 414"),
            "{answer}"
        );
        assert!(*waited < Duration::from_secs(5), "{waited:?}");
    }
    assert!(grown < 100, "{grown} MiB");
}

#[test]
fn what_is_no_http_is_answered_or_cut_and_the_service_goes_on() {
    check(impatient(), |address| {
        for noise in [
            &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
            b"\0\0\0\0\r\n\r\n",
            b"GET\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        ] {
            let mut stream = connect(address);
            stream.write_all(noise).expect("sent");
            let answer = read_all(stream);
            assert!(!answer.contains(" 200 "), "{answer}");
        }
        assert!(is_alive(address));
    });
}

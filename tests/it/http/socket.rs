//! The service on a socket: slow clients, many connections, a calm end.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::sync::oneshot;
use wardwise::api::{App, server};
use wardwise::config::Config;

use super::town::engine;

/// Runs the service while `ask` asks it things from another thread.
pub fn check<T: Send + 'static>(config: Config, ask: impl FnOnce(SocketAddr) -> T + Send + 'static) -> T {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(server::run(App::new(engine(1), config), listener, async {
            let _ = stopped.await;
        }));
        let answer = tokio::task::spawn_blocking(move || ask(address)).await.expect("asked");
        let _ = stop.send(());
        tokio::time::timeout(Duration::from_secs(20), running)
            .await
            .expect("it stops in time")
            .expect("it does not fail");
        answer
    })
}

pub fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(15))).expect("a time limit");
    stream
}

pub fn read_all(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn a_request_over_a_socket_is_answered() {
    let answer = check(Config::default(), |address| {
        let mut stream = connect(address);
        stream.write_all(b"GET /api HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").expect("sent");
        read_all(stream)
    });
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("Four Squares"));
}

#[test]
fn a_client_that_sends_its_head_too_slowly_is_let_go() {
    let mut config = Config::default();
    config.limits.header_time = Duration::from_secs(1);
    let waited = check(config, |address| {
        let mut stream = connect(address);
        stream.write_all(b"GET /api HTTP/1.1\r\nhost: x\r\n").expect("sent");
        let started = Instant::now();
        let _ = read_all(stream);
        started.elapsed()
    });
    assert!(waited < Duration::from_secs(10), "{waited:?}");
}

#[test]
fn an_idle_connection_does_not_hold_up_the_end() {
    let mut config = Config::default();
    config.limits.shutdown_time = Duration::from_secs(1);
    let held = check(config, |address| {
        let mut stream = connect(address);
        stream.write_all(b"GET /api HTTP/1.1\r\nhost: x\r\n\r\n").expect("sent");
        stream
    });
    drop(held);
}

#[test]
fn further_connections_wait_for_room() {
    let mut config = Config::default();
    config.limits.connections = 1;
    config.limits.header_time = Duration::from_secs(1);
    let answer = check(config, |address| {
        let idle = connect(address);
        let mut second = connect(address);
        second.write_all(b"GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").expect("sent");
        let answer = read_all(second);
        drop(idle);
        answer
    });
    assert!(answer.ends_with("alive\n"), "{answer}");
}

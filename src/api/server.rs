//! From a bound socket to answers: connections, their patience, and a calm end.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{Instant, Sleep};
use tower::ServiceExt;

use crate::config::Limits;

use super::App;

/// The longest head of a request, in bytes: a thousand connections that send
/// such heads take up 64 MB.
const MOST_HEAD_BYTES: usize = 64 << 10;

/// Answers connections until `stop` is ready, then lets running requests end.
///
/// At most `limits.connections` are open at once; further ones wait in the
/// socket's queue. A client that sends its head too slowly, or stops taking
/// its answer, is let go.
pub async fn run(app: App, listener: TcpListener, stop: impl Future<Output = ()>) {
    let limits = app.config().limits.clone();
    let router = super::app(app);
    let room = Arc::new(Semaphore::new(limits.connections));
    let (closing, _) = watch::channel(false);
    let mut open = JoinSet::new();
    tokio::pin!(stop);
    loop {
        let next = async {
            let permit = Arc::clone(&room).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        match accepted {
            Ok((stream, _)) => {
                let connection = answer(stream, router.clone(), limits.clone(), closing.subscribe());
                open.spawn(async move {
                    connection.await;
                    drop(permit);
                });
            }
            Err(error) => {
                // Mostly "too many open files": nothing to do but wait for some to close.
                tracing::warn!(%error, "a connection could not be accepted: {error}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
        while open.try_join_next().is_some() {}
    }
    drop(listener);
    let _ = closing.send(true);
    finish(open, limits.shutdown_time).await;
}

async fn finish(mut open: JoinSet<()>, time: Duration) {
    let all = async { while open.join_next().await.is_some() {} };
    if tokio::time::timeout(time, all).await.is_err() {
        let cut = open.len();
        tracing::warn!(cut, "{cut} connections were cut: they did not end within {} s", time.as_secs());
        open.shutdown().await;
    }
}

async fn answer(stream: TcpStream, router: Router, limits: Limits, mut closing: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let stream = Patient::new(stream, limits.request_time + limits.stall_time, limits.stall_time);
    let service = router.map_request(|request: hyper::Request<hyper::body::Incoming>| request.map(Body::new));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_buf_size(MOST_HEAD_BYTES)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
    tokio::pin!(connection);
    let asked_to_stop = async {
        let _ = closing.wait_for(|closing| *closing).await;
    };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = asked_to_stop => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early: {error}");
    }
}

/// A connection that is let go when its client does nothing for too long.
struct Patient {
    stream: TcpStream,
    idle_time: Duration,
    stall_time: Duration,
    idle: Pin<Box<Sleep>>,
    stall: Pin<Box<Sleep>>,
    stalling: bool,
}

impl Patient {
    fn new(stream: TcpStream, idle_time: Duration, stall_time: Duration) -> Self {
        let idle = Box::pin(tokio::time::sleep(idle_time));
        let stall = Box::pin(tokio::time::sleep(stall_time));
        Self { stream, idle_time, stall_time, idle, stall, stalling: false }
    }

    fn moved(&mut self) {
        self.stalling = false;
        self.idle.as_mut().reset(Instant::now() + self.idle_time);
    }

    /// What a write that could not go on becomes.
    fn wait_for_client<T>(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<T>> {
        if !self.stalling {
            self.stalling = true;
            self.stall.as_mut().reset(Instant::now() + self.stall_time);
        }
        match self.stall.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(too_slow("the client took nothing"))),
            Poll::Pending => Poll::Pending,
        }
    }
}

fn too_slow(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, format!("{what} for too long"))
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        match Pin::new(&mut self.stream).poll_read(cx, buffer) {
            Poll::Ready(result) => {
                if buffer.filled().len() > before {
                    self.moved();
                }
                Poll::Ready(result)
            }
            Poll::Pending => match self.idle.as_mut().poll(cx) {
                Poll::Ready(()) => Poll::Ready(Err(too_slow("nothing moved"))),
                Poll::Pending => Poll::Pending,
            },
        }
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.stream).poll_write(cx, bytes) {
            Poll::Ready(result) => {
                self.moved();
                Poll::Ready(result)
            }
            Poll::Pending => self.wait_for_client(cx),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

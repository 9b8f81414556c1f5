//! The built program serving a place while another process changes it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use wardwise::config::{Arguments, FakeEnvironment, load};

use crate::support::squareborough;

/// How long the service may take to notice. It looks every few seconds.
const PATIENCE: Duration = Duration::from_secs(60);

struct Service {
    child: Child,
    address: String,
}

impl Service {
    fn start(place: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wardwise"))
            .args(["serve", "--port", "0", "--place"])
            .arg(place)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the service starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address =
            line.trim().rsplit("http://").next().expect("an address").trim_end_matches('/').to_owned();
        Self { child, address }
    }

    /// Status and body of an answer.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time limit");
        write!(stream, "GET {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\r\n", self.address)
            .expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("an answer");
        let status = answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
        (status, answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default())
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // Only this child, which this test started.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn import(source: &Path, place: &Path) {
    let output = Command::new(env!("CARGO_BIN_EXE_wardwise"))
        .arg("import")
        .arg(source.join("squareborough.toml"))
        .arg("--place")
        .arg(place)
        .output()
        .expect("the import runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_running_service_notices_an_import_and_swaps_without_dropping_a_request() {
    let dir = tempfile::tempdir().expect("a folder");
    let (source, place) = (dir.path().join("source"), dir.path().join("place"));
    std::fs::create_dir(&source).expect("a folder");
    for file in std::fs::read_dir(squareborough()).expect("the fixture") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), source.join(file.file_name())).expect("copied");
    }
    import(&source, &place);
    let service = Service::start(&place);
    let before = service.get("/data/assets/2024").1;
    assert!(service.get("/health").1.contains("\"version\":1"));

    let manifest = std::fs::read_to_string(source.join("squareborough.toml")).expect("the manifest");
    let renamed = manifest.replace("name = \"Squareborough\"", "name = \"Squareborough upon Grid\"");
    assert_ne!(manifest, renamed);
    std::fs::write(source.join("squareborough.toml"), renamed).expect("written");
    import(&source, &place);

    let started = Instant::now();
    let mut asked = 0;
    loop {
        let (status, body) = service.get("/");
        assert_eq!(status, 200, "{body}");
        let (status, health) = service.get("/health");
        assert_eq!(status, 200, "{health}");
        asked += 2;
        // A page is of one version or of the other, never of both.
        if body.contains("Squareborough upon Grid") {
            assert!(service.get("/health").1.contains("\"version\":2"));
            break;
        }
        assert!(started.elapsed() < PATIENCE, "not noticed after {asked} requests");
        std::thread::sleep(Duration::from_millis(20));
    }
    println!("noticed after {:.1?} and {asked} requests", started.elapsed());
    assert!(!before.contains("upon Grid"));
}

#[test]
fn a_service_with_a_background_that_is_none_does_not_start_and_says_why() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = dir.path().join("place");
    import(&squareborough(), &place);
    let not_tiles = squareborough().join("squareborough.toml");
    let refused = Command::new(env!("CARGO_BIN_EXE_wardwise"))
        .args(["serve", "--port", "0", "--place"])
        .arg(&place)
        .arg("--background")
        .arg(&not_tiles)
        .output()
        .expect("it ends");
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success());
    assert!(said.contains("squareborough.toml") && said.contains("not a PMTiles archive"), "{said}");
}

#[test]
fn the_settings_of_the_deployment_example_are_understood_and_let_nobody_write() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/deploy/wardwise.toml");
    let text = std::fs::read_to_string(file).expect("the example");
    let loaded = load(Some(&text), &FakeEnvironment::default(), &Arguments::default()).expect("settings");
    assert!(loaded.config.server.is_loopback() && !loaded.config.allows_writes());
    let url = loaded.config.server.public_url.expect("a public address");
    assert_eq!(url.as_str(), "https://place.example.gov.uk");
}

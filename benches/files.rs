//! What reading boundary files costs by itself, for `benches/peers/run_files.py`.
//!
//! `cargo bench --bench files -- FILE ...` reads the files as `wardwise
//! crosswalk` does, at once and on all cores, keeps all their drafts, and
//! prints one line of JSON: records, CPU and wall seconds, peak memory.

#![expect(clippy::print_stdout, reason = "a bench reports to the terminal")]

#[path = "overlay/clock.rs"]
mod clock;

use std::time::Instant;

use rayon::prelude::*;
use wardwise::draft::Draft;
use wardwise::ingest::read::{Limits, ReadOptions, SourceBytes, read};

use clock::{cpu_seconds, peak_mb};

fn main() {
    let files: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if files.is_empty() {
        println!("usage: FILE ...");
        return;
    }
    let (cpu, wall) = (cpu_seconds(), Instant::now());
    let drafts: Vec<Draft> = files.par_iter().map(|file| draft_of(file)).collect();
    println!(
        "{{\"tool\": \"reading alone\", \"records\": {}, \"cpu_s\": {}, \"wall_s\": {}, \"peak_mb\": {}}}",
        drafts.iter().map(|draft| draft.rows.len()).sum::<usize>(),
        cpu_seconds() - cpu,
        wall.elapsed().as_secs_f64(),
        peak_mb(),
    );
}

fn draft_of(file: &str) -> Draft {
    let bytes = std::fs::read(file).expect("a file that can be read");
    let source = SourceBytes { file, bytes: &bytes, companions: Vec::new() };
    read(&source, &ReadOptions::default(), &Limits::default()).expect("a file without faults")
}

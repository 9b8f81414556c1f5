//! What a process has used so far, from Linux; 0 elsewhere.
#![expect(clippy::cast_precision_loss, reason = "nanoseconds of a bench")]

/// Time on a processor of all threads of this process.
pub fn cpu_seconds() -> f64 {
    let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return 0.0 };
    let nanoseconds: u64 = threads
        .flatten()
        .filter_map(|thread| std::fs::read_to_string(thread.path().join("schedstat")).ok())
        .filter_map(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .sum();
    nanoseconds as f64 / 1e9
}

/// The most memory that this process has held, in MiB.
pub fn peak_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    let kib: Option<f64> = line.split_whitespace().next().and_then(|text| text.parse().ok());
    kib.unwrap_or_default() / 1024.0
}

//! CPU seconds, wall seconds and allocations of a piece of work.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use super::clock::cpu_seconds;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static BYTES: AtomicUsize = AtomicUsize::new(0);

/// The system's allocator, counting.
pub struct Counting;

/// What a piece of work took.
#[derive(Clone, Copy)]
pub struct Cost {
    pub cpu_s: f64,
    pub wall_s: f64,
    pub allocations: usize,
    pub allocated_mb: f64,
}

// SAFETY: every call is handed on unchanged to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        BYTES.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the allocator's contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the allocator's contract.
        unsafe { System.dealloc(at, layout) }
    }
}

/// Runs a piece of work once.
#[expect(clippy::cast_precision_loss, reason = "megabytes for a table")]
pub fn measure<T>(work: impl FnOnce() -> T) -> (Cost, T) {
    let (allocations, bytes) = (ALLOCATIONS.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
    let (cpu, wall) = (cpu_seconds(), Instant::now());
    let value = work();
    let cost = Cost {
        cpu_s: cpu_seconds() - cpu,
        wall_s: wall.elapsed().as_secs_f64(),
        allocations: ALLOCATIONS.load(Ordering::Relaxed) - allocations,
        allocated_mb: (BYTES.load(Ordering::Relaxed) - bytes) as f64 / 1e6,
    };
    (cost, value)
}

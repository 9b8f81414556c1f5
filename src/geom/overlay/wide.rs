//! The hot loop, compiled for the instructions the machine has.
//!
//! The loops over eight lanes are plain Rust. Here they are compiled three
//! times, and the widest kind that the processor has is chosen when the
//! program runs. No kind fuses a product with a sum, so all give the same bits.
#![expect(
    unsafe_code,
    reason = "calling a function compiled for wider instructions, after asking the processor"
)]

use std::ops::Range;

use super::grid::Grid;
use super::pair::{self, Room};
use super::prepared::Prepared;
use super::shared::{Options, SharedArea};
use super::simple;
use super::target::Targets;

/// All pairs of a range of sources.
pub(super) fn shared_with(
    sources: &Prepared<'_>,
    range: Range<usize>,
    targets: &Targets,
    grid: &Grid,
    options: Options,
) -> Vec<SharedArea> {
    #[cfg(target_arch = "x86_64")]
    {
        if has_avx512() {
            // SAFETY: the processor has just said that it has these instructions.
            return unsafe { with_avx512(sources, range, targets, grid, options) };
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just said that it has these instructions.
            return unsafe { with_avx2(sources, range, targets, grid, options) };
        }
    }
    plain(sources, range, targets, grid, options)
}

/// What each shape of a range shares with itself: where a look tells that it
/// covers each place once, its area.
pub(super) fn with_themselves(shapes: &Prepared<'_>, range: Range<usize>) -> Vec<f64> {
    #[cfg(target_arch = "x86_64")]
    {
        if has_avx512() {
            // SAFETY: the processor has just said that it has these instructions.
            return unsafe { themselves_with_avx512(shapes, range) };
        }
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just said that it has these instructions.
            return unsafe { themselves_with_avx2(shapes, range) };
        }
    }
    themselves(shapes, range)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw")]
fn themselves_with_avx512(shapes: &Prepared<'_>, range: Range<usize>) -> Vec<f64> {
    themselves(shapes, range)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn themselves_with_avx2(shapes: &Prepared<'_>, range: Range<usize>) -> Vec<f64> {
    themselves(shapes, range)
}

#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
#[inline(always)]
fn themselves(shapes: &Prepared<'_>, range: Range<usize>) -> Vec<f64> {
    let mut room = Room::new();
    let mut blocks = Targets::empty();
    let mut areas = Vec::with_capacity(range.len());
    for index in range {
        let area = if simple::is_star(shapes, index) {
            shapes.outlines()[index].area
        } else {
            blocks.cut(shapes, index);
            if simple::is_simple(shapes, index, blocks.get(0)) {
                shapes.outlines()[index].area
            } else {
                room.source.choose(shapes, index);
                pair::shared_area(&mut room, shapes, index, blocks.get(0))
            }
        };
        areas.push(area);
    }
    areas
}

#[cfg(target_arch = "x86_64")]
fn has_avx512() -> bool {
    use std::arch::is_x86_feature_detected as has;
    has!("avx512f") && has!("avx512dq") && has!("avx512vl") && has!("avx512bw")
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512dq,avx512vl,avx512bw")]
fn with_avx512(
    sources: &Prepared<'_>,
    range: Range<usize>,
    targets: &Targets,
    grid: &Grid,
    options: Options,
) -> Vec<SharedArea> {
    plain(sources, range, targets, grid, options)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn with_avx2(
    sources: &Prepared<'_>,
    range: Range<usize>,
    targets: &Targets,
    grid: &Grid,
    options: Options,
) -> Vec<SharedArea> {
    plain(sources, range, targets, grid, options)
}

#[expect(clippy::inline_always, reason = "compiled once for each set of instructions")]
#[inline(always)]
fn plain(
    sources: &Prepared<'_>,
    range: Range<usize>,
    targets: &Targets,
    grid: &Grid,
    options: Options,
) -> Vec<SharedArea> {
    let mut room = Room::new();
    let mut found = Vec::new();
    let mut shared = Vec::with_capacity(2 * range.len());
    for index in range {
        room.source.choose(sources, index);
        grid.find(&room.source.rect, &mut found);
        for &target in &found {
            let area_m2 = pair::shared_area(&mut room, sources, index, targets.get(target as usize));
            if area_m2 != 0.0 && area_m2.abs() >= options.least_m2 {
                shared.push(SharedArea { source: number(index), target, area_m2 });
            }
        }
    }
    shared
}

/// A position as the result holds it.
#[expect(
    clippy::cast_possible_truncation,
    reason = "four thousand million shapes would fill hundreds of gigabytes before they got here"
)]
fn number(index: usize) -> u32 {
    index as u32
}

/// The same pairs with each kind of instructions that this machine has, for the tests.
#[cfg(test)]
pub(super) fn with_each_kind(
    p: &[geo_types::MultiPolygon<f64>],
    q: &[geo_types::MultiPolygon<f64>],
) -> Vec<(&'static str, Vec<SharedArea>)> {
    let (p, q) = (Prepared::new(p).expect("finite"), Prepared::new(q).expect("finite"));
    let (targets, options) = (Targets::build(&q), Options::default());
    let grid = Grid::build(&targets.rects);
    let mut kinds = vec![("plain", plain(&p, 0..p.len(), &targets, &grid, options))];
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just said that it has these instructions.
            kinds.push(("avx2", unsafe { with_avx2(&p, 0..p.len(), &targets, &grid, options) }));
        }
        if has_avx512() {
            // SAFETY: the processor has just said that it has these instructions.
            kinds.push(("avx512", unsafe { with_avx512(&p, 0..p.len(), &targets, &grid, options) }));
        }
    }
    kinds
}

/// What each shape shares with itself with each kind of instructions that
/// this machine has, for the tests.
#[cfg(test)]
pub(super) fn themselves_with_each_kind(shapes: &Prepared<'_>) -> Vec<(&'static str, Vec<f64>)> {
    let range = 0..shapes.len();
    let mut kinds = vec![("plain", themselves(shapes, range.clone()))];
    #[cfg(target_arch = "x86_64")]
    {
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has just said that it has these instructions.
            kinds.push(("avx2", unsafe { themselves_with_avx2(shapes, range.clone()) }));
        }
        if has_avx512() {
            // SAFETY: the processor has just said that it has these instructions.
            kinds.push(("avx512", unsafe { themselves_with_avx512(shapes, range) }));
        }
    }
    kinds
}

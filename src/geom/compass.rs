//! Directions that every machine reckons alike.

/// Unit directions a sixteenth of a turn apart, anticlockwise from the east:
/// cosines and sines written out, for libraries differ in their last digit.
pub const SIXTEENTHS: [(f64, f64); 16] = {
    const A: f64 = 0.923_879_532_511_286_8;
    const B: f64 = std::f64::consts::FRAC_1_SQRT_2;
    const C: f64 = 0.382_683_432_365_089_8;
    [
        (1.0, 0.0),
        (A, C),
        (B, B),
        (C, A),
        (0.0, 1.0),
        (-C, A),
        (-B, B),
        (-A, C),
        (-1.0, 0.0),
        (-A, -C),
        (-B, -B),
        (-C, -A),
        (0.0, -1.0),
        (C, -A),
        (B, -B),
        (A, -C),
    ]
};

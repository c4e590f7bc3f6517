//! Numbers in a few steps, so that a feature says the same of things that are nearly alike.
//!
//! Guarantees: more gives no lower step. Never: a learned bound.

/// A length in twelve steps.
pub(super) fn step_of(size: usize) -> u8 {
    const STEPS: [usize; 11] = [4, 8, 12, 16, 20, 26, 32, 44, 60, 100, 200];
    STEPS.partition_point(|&step| step < size) as u8
}

/// A share from 0 to 1 in seven steps.
pub(super) fn share(part: f32) -> u8 {
    const STEPS: [f32; 6] = [0.001, 0.06, 0.13, 0.22, 0.35, 0.55];
    STEPS.partition_point(|&step| step < part) as u8
}

/// A difference of two shares, from -1 to 1, in seven steps.
pub(super) fn difference(a: f32, b: f32) -> u8 {
    const STEPS: [f32; 6] = [-0.2, -0.08, -0.001, 0.001, 0.08, 0.2];
    STEPS.partition_point(|&step| step < a - b) as u8
}

/// Which of two lengths is the longer, in five steps.
pub(super) fn compare(a: usize, b: usize) -> u8 {
    match (a * 10, b * 10) {
        (x, _) if x < b * 6 => 0,
        (x, _) if x < b * 9 => 1,
        (_, y) if y < a * 6 => 4,
        (_, y) if y < a * 9 => 3,
        _ => 2,
    }
}

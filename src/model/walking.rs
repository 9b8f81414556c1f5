//! How people walk where nothing better is known.

/// Kilometres an hour: three miles, 80 metres a minute, as Sport England's tool has it.
pub const WALKING_KM_PER_HOUR: f64 = 4.8;

/// How much longer than the straight line a walk is taken to be where there is
/// no network: the usual allowance for streets that bend.
pub const DETOUR: f64 = 1.3;

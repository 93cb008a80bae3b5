//! Identifiers and chances from one seed: the same calls in the same order get the same ids.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Mutex;

use crate::lock;

/// A named stream of pseudo-random values. Streams of one seed do not disturb each other: a fault that throws dice
/// does not change the next invoice's id.
#[derive(Debug)]
pub struct Ids {
    seed: u64,
    random: Mutex<fastrand::Rng>,
}

impl Ids {
    /// The stream `name` of `seed`.
    #[must_use]
    pub fn new(seed: u64, name: &str) -> Self {
        let mut hasher = DefaultHasher::new();
        (seed, name).hash(&mut hasher);
        let seed = hasher.finish();
        Self { seed, random: Mutex::new(fastrand::Rng::with_seed(seed)) }
    }

    /// Starts the stream again from its first value.
    pub fn restart(&self) {
        *lock(&self.random) = fastrand::Rng::with_seed(self.seed);
    }

    /// A lower-case version-4 UUID.
    #[must_use]
    pub fn uuid(&self) -> String {
        let bits = lock(&self.random).u128(..);
        let bits = (bits & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
        let hex = format!("{bits:032x}");
        let parts = [hex.get(0..8), hex.get(8..12), hex.get(12..16), hex.get(16..20), hex.get(20..32)];
        parts.map(Option::unwrap_or_default).join("-")
    }

    /// `length` characters of `[A-Za-z0-9]`.
    #[must_use]
    pub fn token(&self, length: usize) -> String {
        let mut random = lock(&self.random);
        (0..length).map(|_| random.alphanumeric()).collect()
    }

    /// `length` lower-case hexadecimal digits.
    #[must_use]
    pub fn hex(&self, length: usize) -> String {
        let mut random = lock(&self.random);
        (0..length).map(|_| random.digit(16)).collect()
    }

    /// A whole number below `end` (0 when `end` is 0).
    #[must_use]
    pub fn below(&self, end: u64) -> u64 {
        if end == 0 { 0 } else { lock(&self.random).u64(..end) }
    }

    /// True with probability `p`.
    #[must_use]
    pub fn chance(&self, p: f64) -> bool {
        lock(&self.random).f64() < p
    }
}

//! What a shop's plan allows.

/// What the merchant pays for: how fast points come back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Plan {
    /// Basic and Grow: 100 points a second.
    #[default]
    Standard,
    /// 200 points a second.
    Advanced,
    /// 1,000 points a second.
    Plus,
    /// 2,000 points a second.
    Enterprise,
}

impl Plan {
    /// The points that come back in a second.
    pub(super) fn rate(self) -> u64 {
        match self {
            Self::Standard => 100,
            Self::Advanced => 200,
            Self::Plus => 1000,
            Self::Enterprise => 2000,
        }
    }

    /// The most points at once: those of 20 seconds, which is not verified for all plans.
    pub(super) fn size(self) -> u64 {
        self.rate() * 20
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Standard => "Basic",
            Self::Advanced => "Advanced",
            Self::Plus => "Shopify Plus",
            Self::Enterprise => "Commerce Components",
        }
    }
}

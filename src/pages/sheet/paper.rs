//! The papers that a map can be put on.

use std::ops::RangeInclusive;

/// Widths in pixels that a PNG may be asked for.
pub const WIDTHS: RangeInclusive<u32> = 200..=5000;

/// Most pixels of one PNG: A3 at 300 to the inch has fewer. Each takes four
/// bytes of memory while it is drawn.
pub const MOST_PIXELS: u64 = 18_000_000;

/// Units of a sheet to the millimetre, so that texts have the same size on every paper.
const PER_MM: f64 = 4.0;

/// Where a map goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// A picture for a screen or a document, as high as it needs to be.
    Screen,
    /// The same for another site: as wide as the room it is given.
    Embed,
    /// A4, upright.
    A4,
    /// A4, across.
    A4Landscape,
    /// A3, upright.
    A3,
    /// A3, across.
    A3Landscape,
    /// A slide of 16 by 9.
    Slide,
}

impl Paper {
    /// All papers, in the order they are offered.
    pub const ALL: [Self; 7] =
        [Self::Screen, Self::Embed, Self::A4, Self::A4Landscape, Self::A3, Self::A3Landscape, Self::Slide];

    /// The name used in addresses.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::Embed => "embed",
            Self::A4 => "a4",
            Self::A4Landscape => "a4-landscape",
            Self::A3 => "a3",
            Self::A3Landscape => "a3-landscape",
            Self::Slide => "slide",
        }
    }

    /// The paper of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.key() == key)
    }

    /// The paper in words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Screen => "Screen",
            Self::Embed => "Embed",
            Self::A4 => "A4 upright",
            Self::A4Landscape => "A4 across",
            Self::A3 => "A3 upright",
            Self::A3Landscape => "A3 across",
            Self::Slide => "Slide (16:9)",
        }
    }

    /// Width and height on paper in millimetres, where it is paper.
    #[must_use]
    pub fn millimetres(self) -> Option<(f64, f64)> {
        match self {
            Self::Screen | Self::Embed | Self::Slide => None,
            Self::A4 => Some((210.0, 297.0)),
            Self::A4Landscape => Some((297.0, 210.0)),
            Self::A3 => Some((297.0, 420.0)),
            Self::A3Landscape => Some((420.0, 297.0)),
        }
    }

    /// Width in units.
    pub(super) fn width(self) -> f64 {
        match self {
            Self::Screen | Self::Embed => 1200.0,
            Self::Slide => 1280.0,
            paper => paper.millimetres().map_or(1200.0, |(width, _)| width * PER_MM),
        }
    }

    /// Height in units; `None` where the sheet is as high as it needs to be.
    pub(super) fn height(self) -> Option<f64> {
        match self {
            Self::Screen | Self::Embed => None,
            Self::Slide => Some(720.0),
            paper => paper.millimetres().map(|(_, height)| height * PER_MM),
        }
    }

    /// Whether the legend stands beside the map; else it stands below.
    pub(super) fn is_wide(self) -> bool {
        !matches!(self, Self::A4 | Self::A3)
    }

    /// Width in pixels of a PNG that nobody asked to be wider or narrower:
    /// about 200 to the inch on paper, 1920 for a slide.
    #[must_use]
    pub fn usual_pixels(self) -> u32 {
        match self {
            Self::Screen | Self::Embed => 1600,
            Self::A4 => 1654,
            Self::A4Landscape | Self::A3 => 2339,
            Self::A3Landscape => 3307,
            Self::Slide => 1920,
        }
    }
}

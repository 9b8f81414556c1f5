//! The first 127 bytes of an archive: where everything lies, and what it is.

/// Bytes of the header.
pub(super) const HEADER_BYTES: usize = 127;
const NAME: &[u8] = b"PMTiles";
const VERSION: u8 = 3;
/// Degrees are written as whole ten-millionths.
const DEGREE_STEPS: f64 = 1e7;

/// Where a part of the file lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Section {
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// What tiles are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Vector,
    Png,
    Jpeg,
    WebP,
}

/// The header, checked as far as it can be by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    pub(super) root: Section,
    pub(super) metadata: Section,
    pub(super) leaves: Section,
    pub(super) tiles: Section,
    /// Whether directories and metadata are packed with gzip.
    pub(super) inside_packed: bool,
    /// Whether tiles are packed with gzip.
    pub(super) tiles_packed: bool,
    pub(super) kind: Kind,
    pub(super) zooms: (u8, u8),
    /// West, south, east, north.
    pub(super) bounds: [f64; 4],
}

impl Header {
    /// Reads the header.
    ///
    /// # Errors
    /// What is wrong with it, in words that follow a colon.
    pub(super) fn read(bytes: &[u8; HEADER_BYTES]) -> Result<Self, String> {
        if !bytes.starts_with(NAME) {
            return Err("it does not begin with 'PMTiles'".to_owned());
        }
        if bytes[NAME.len()] != VERSION {
            return Err(format!("it is of version {}", bytes[NAME.len()]));
        }
        let section = |at: usize| Section { offset: number(bytes, at), length: number(bytes, at + 8) };
        let header = Self {
            root: section(8),
            metadata: section(24),
            leaves: section(40),
            tiles: section(56),
            inside_packed: is_packed(bytes[97], "directories")?,
            tiles_packed: is_packed(bytes[98], "tiles")?,
            kind: Kind::of(bytes[99])?,
            zooms: (bytes[100], bytes[101]),
            bounds: [102, 106, 110, 114].map(|at| degrees(bytes, at)),
        };
        header.check()?;
        Ok(header)
    }

    fn check(&self) -> Result<(), String> {
        let (from, to) = self.zooms;
        if from > to {
            return Err(format!("its zooms go from {from} to {to}"));
        }
        let [west, south, east, north] = self.bounds;
        if west >= east || south >= north {
            return Err(format!("its bounds hold nothing: {west}, {south}, {east}, {north}"));
        }
        Ok(())
    }
}

impl Kind {
    fn of(number: u8) -> Result<Self, String> {
        match number {
            1 => Ok(Self::Vector),
            2 => Ok(Self::Png),
            3 => Ok(Self::Jpeg),
            4 => Ok(Self::WebP),
            other => Err(format!(
                "its tiles are of kind {other}; vector tiles (MVT), PNG, JPEG or WebP can be shown"
            )),
        }
    }

    /// The media type of a tile.
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Vector => "application/vnd.mapbox-vector-tile",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
        }
    }
}

fn is_packed(number: u8, what: &str) -> Result<bool, String> {
    match number {
        1 => Ok(false),
        2 => Ok(true),
        other => Err(format!("its {what} are packed in way {other}; gzip or none can be read")),
    }
}

fn number(bytes: &[u8; HEADER_BYTES], at: usize) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(&bytes[at..at + 8]);
    u64::from_le_bytes(eight)
}

fn degrees(bytes: &[u8; HEADER_BYTES], at: usize) -> f64 {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[at..at + 4]);
    f64::from(i32::from_le_bytes(four)) / DEGREE_STEPS
}

//! What can become of an area from one vintage to the next.

/// One thing that became of an area. Several can be true of one area: a ward
/// is renamed and recoded; a split ward's code lives on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    /// Ground, code and name are the same.
    Same,
    /// The ground is the same, the name is not.
    Renamed,
    /// The ground is the same, the code is not.
    Recoded,
    /// One old area became several new ones, none of which has ground of another.
    Split,
    /// Several old areas became one new one, and none of them went elsewhere.
    Merge,
    /// A boundary moved in any other way: the area gained, lost or both.
    Shift,
    /// A new area on ground that no old area covered.
    Added,
    /// An old area whose ground no new area covers.
    Removed,
    /// The code stands for other ground in the other vintage.
    CodeReused,
}

impl Event {
    /// All events, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Same,
        Self::Renamed,
        Self::Recoded,
        Self::Split,
        Self::Merge,
        Self::Shift,
        Self::Added,
        Self::Removed,
        Self::CodeReused,
    ];

    /// The name used in files and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Renamed => "renamed",
            Self::Recoded => "recoded",
            Self::Split => "split",
            Self::Merge => "merge",
            Self::Shift => "shift",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::CodeReused => "code-reused",
        }
    }
}

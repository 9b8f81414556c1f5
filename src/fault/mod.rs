//! The vocabulary of faults: which rule, how grave, where, and what to do.

use std::fmt;

/// How grave a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; nothing to decide.
    Note,
    /// Needs a tick: a waiver in the manifest that names the rule and gives a reason.
    Warning,
    /// Stops the file.
    Error,
}

impl Severity {
    /// The name used in reports and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $variant:ident, $key:literal, $severity:ident, $title:literal;)*) => {
        /// One thing that is checked. Its key is what a waiver in a manifest names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule { $($(#[$doc])* $variant,)* }

        impl Rule {
            /// Every rule, in the order reports list them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name used in manifests, reports and on the wire.
            #[must_use]
            pub fn key(self) -> &'static str {
                match self { $(Self::$variant => $key,)* }
            }

            /// How grave a breach is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// What the rule is about, in a few words for a heading.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }
        }
    };
}

rules! {
    // Files
    /// The file cannot be read at all, or only in part.
    Unreadable, "unreadable", Error, "File cannot be read";
    /// The file goes past a limit on size, count, depth or ratio.
    OverLimit, "over-limit", Error, "File goes past a limit";
    /// A file that this one leans on was stopped.
    Dependency, "dependency", Error, "Waits for another file";
    /// A column that the manifest names is not in the file.
    ColumnAbsent, "column-absent", Error, "Column named in the manifest is not in the file";
    /// The text encoding is not UTF-8, or was guessed.
    Encoding, "encoding", Note, "Text is not UTF-8";
    /// Lines end in a bare carriage return.
    LineEnds, "line-ends", Note, "Unusual line ends";
    /// A byte-order mark stands before the first header.
    ByteOrderMark, "byte-order-mark", Note, "Byte-order mark before the first header";
    /// A header appears twice, is empty, or has outer spaces; it was renamed.
    Header, "header", Note, "Column headers changed";
    /// Column names that stand at the ten-character limit of dBASE.
    CutNames, "cut-names", Note, "Column names cut at ten characters";
    /// A record has more or fewer cells than there are columns.
    RaggedRow, "ragged-row", Error, "Records with too many or too few cells";
    /// A record in which every cell is blank.
    BlankRow, "blank-row", Warning, "Blank records left out";
    /// A cell holds line ends or other control characters.
    ControlCharacters, "control-characters", Note, "Line ends or control characters inside cells";
    /// A column whose type no cell can hold, such as pictures or lists.
    ColumnLeftOut, "column-left-out", Warning, "Columns left out";
    // Coordinate systems
    /// No coordinate system, or one that is not known.
    UnknownCrs, "unknown-crs", Error, "Coordinate system is not known";
    /// The manifest overrides what the file declares.
    CrsOverride, "crs-override", Note, "Coordinate system set by the manifest";
    /// An old `crs` member in a GeoJSON file.
    LegacyCrs, "legacy-crs", Note, "GeoJSON with a crs member from before RFC 7946";
    /// Coordinates that cannot belong to the declared system.
    CrsMismatch, "crs-mismatch", Error, "Coordinates do not fit the declared system";
    // Shapes
    /// A record without a shape.
    NullGeometry, "null-geometry", Error, "Records without a shape";
    /// A shape of the wrong type, such as a line where an area is wanted.
    WrongGeometry, "wrong-geometry", Error, "Shapes of the wrong type";
    /// A coordinate that is not a finite number.
    NotFinite, "not-finite", Error, "Coordinates that are not numbers";
    /// A ring that crosses or touches itself and was repaired after projection.
    RepairedGeometry, "repaired-geometry", Warning, "Invalid shapes repaired";
    /// A repair that changed the area by more than the limit.
    RepairTooLarge, "repair-too-large", Error, "Repairs that would change an area too much";
    /// A ring with fewer than four points or without area.
    DegenerateRing, "degenerate-ring", Warning, "Rings without area left out";
    /// A point that stands twice in a row in a ring.
    RepeatedPoints, "repeated-points", Note, "Points that stand twice in a row";
    /// Outer rings run the wrong way round for the format.
    RingDirection, "ring-direction", Note, "Rings wound against the format's rule";
    /// A ring whose last point is not its first; it was closed.
    UnclosedRing, "unclosed-ring", Note, "Rings that were closed";
    /// Heights and measures of points, which a flat map has no use for.
    HeightsLeftOut, "heights-left-out", Note, "Heights and measures left out";
    /// Two areas of one layer cover the same ground.
    Overlap, "overlap", Warning, "Neighbours that overlap";
    /// Ground inside the layer that no area covers.
    Gap, "gap", Warning, "Gaps between neighbours";
    /// The whole layer, or some of it, is in the file twice.
    DoubledLayer, "doubled-layer", Error, "Areas that stand in the file twice";
    /// A point or area outside the place.
    OutsidePlace, "outside-place", Warning, "Outside the place";
    /// Several records share one exact point.
    SharedPoint, "shared-point", Note, "Records that share one exact point";
    // Streets
    /// Ways that nobody walks, or may not.
    WaysNotWalked, "ways-not-walked", Note, "Ways left out of the walking network";
    /// Ways over points that the file does not hold.
    BrokenWays, "broken-ways", Note, "Ways that break off";
    /// Gates and walls that stop walkers.
    ClosedBarriers, "closed-barriers", Note, "Barriers that stop walkers";
    /// A network whose pieces do not meet.
    NetworkPieces, "network-pieces", Note, "Network in several pieces";
    /// A file in which no way can be walked.
    NoStreets, "no-streets", Error, "No streets";
    // Codes
    /// A record without a code.
    MissingCode, "missing-code", Error, "Records without a code";
    /// A code against the scheme of its layer.
    MalformedCode, "malformed-code", Error, "Codes against their scheme";
    /// One code on several areas.
    DuplicateCode, "duplicate-code", Error, "Codes that stand twice";
    /// A register's id, or a UPRN, on several records.
    RepeatedId, "repeated-id", Warning, "Identifiers that repeat";
    /// A UPRN that is not one to twelve digits.
    InvalidUprn, "invalid-uprn", Warning, "UPRNs that cannot be right";
    /// A code of a table that no area of the geography has.
    UnmatchedCode, "unmatched-code", Warning, "Codes that no area has";
    /// The codes belong to another vintage than the manifest says.
    WrongVintage, "wrong-vintage", Error, "Codes of another vintage";
    /// Codes of several schemes stand in one column.
    MixedSchemes, "mixed-schemes", Warning, "Codes of several schemes in one column";
    /// Areas of the geography for which the table has no row.
    AbsentAreas, "absent-areas", Warning, "Areas without a row: missing, not zero";
    // Values
    /// A column with numbers and words.
    MixedTypes, "mixed-types", Warning, "Columns with mixed types";
    /// Cells that hold no value: not given, suppressed or not applicable.
    MissingValues, "missing-values", Note, "Cells without a value";
    /// Numbers written with thousands separators, spaces or percent signs.
    NumberFormat, "number-format", Note, "Numbers written for people";
    /// A value that repeats a total on every row of a group.
    RepeatedTotal, "repeated-total", Warning, "A total that repeats on every row";
    /// A row that sums up others.
    TotalRow, "total-row", Warning, "Rows that sum up others";
    /// A count below zero.
    NegativeCount, "negative-count", Warning, "Counts below zero";
    /// A share outside 0 to 1, or a percentage outside 0 to 100.
    RateOutOfRange, "rate-out-of-range", Warning, "Shares out of range";
    /// A value far outside the rest.
    Outlier, "outlier", Note, "Values far from the rest";
    /// A step in a series that is far larger than the steps around it.
    Jump, "jump", Note, "Steps in a series far from the rest";
    /// Rows of shares that should add up to one and do not.
    RowSum, "row-sum", Warning, "Rows of shares that do not add up to 1";
    /// A sum against a published control total.
    ControlTotal, "control-total", Error, "Sums that miss the published total";
    /// A period that is missing between others.
    TimeGap, "time-gap", Warning, "Periods missing from a series";
    /// Several rows for one code where one was expected.
    RepeatedRow, "repeated-row", Note, "Several rows for one code";
    /// Records that are the same in every cell.
    IdenticalRows, "identical-rows", Note, "Records that are the same in every cell";
    // Joining to the ground
    /// A postcode that the place's postcode list does not hold.
    PostcodeUnmatched, "postcode-unmatched", Warning, "Postcodes that do not join";
    /// A text that has no postcode form.
    MalformedPostcode, "malformed-postcode", Warning, "Texts that are no postcode";
    /// A postcode that only joins once spaces and case are put right.
    PostcodeNormalised, "postcode-normalised", Note, "Postcodes put into their written form";
    /// A postcode that was not in use on the day of the record.
    PostcodeEnded, "postcode-ended", Note, "Postcodes not in use on the day";
    /// A record that no column places on the ground.
    Unlocated, "unlocated", Warning, "Records without a location";
    /// A waiver that no fault needed.
    UnusedWaiver, "unused-waiver", Warning, "Waivers that nothing needs";
}

impl Rule {
    /// The rule of a written key.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.key() == key)
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.key())
    }
}

/// Where in the published files a fault lies. Every part is optional because a
/// fault may concern a whole file, one cell or one point of one ring.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Place {
    /// 1-based record; the starting line in text tables.
    pub row: Option<u64>,
    /// Published column name.
    pub field: Option<String>,
    /// Code of the area, or id of the record.
    pub code: Option<String>,
    /// 1-based part of a multi-part shape.
    pub part: Option<u32>,
    /// 1-based ring of the part; 1 is the shell.
    pub ring: Option<u32>,
    /// 1-based point of the ring.
    pub point: Option<u32>,
}

impl Place {
    /// A place that names a record only.
    #[must_use]
    pub fn row(row: u64) -> Self {
        Self { row: Some(row), ..Self::default() }
    }

    /// A place that names a column only.
    #[must_use]
    pub fn field(field: impl Into<String>) -> Self {
        Self { field: Some(field.into()), ..Self::default() }
    }

    /// The same place, with a column named.
    #[must_use]
    pub fn in_field(mut self, field: impl Into<String>) -> Self {
        self.field = Some(field.into());
        self
    }

    /// The same place, with an area's code or a record's id named.
    #[must_use]
    pub fn of(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }
}

impl fmt::Display for Place {
    /// Writes "E05011118, row 4, field `WardCode`, part 1, ring 2, point 14".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut parts: Vec<String> = Vec::new();
        parts.extend(self.code.clone());
        parts.extend(self.row.map(|row| format!("row {row}")));
        parts.extend(self.field.as_ref().map(|field| format!("field {field}")));
        parts.extend(self.part.map(|part| format!("part {part}")));
        parts.extend(self.ring.map(|ring| format!("ring {ring}")));
        parts.extend(self.point.map(|point| format!("point {point}")));
        f.write_str(&parts.join(", "))
    }
}

/// One fault.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The rule that was breached.
    pub rule: Rule,
    /// How grave it is here; starts as the rule's own severity.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What is wrong, as one sentence with the figures in it.
    pub message: String,
    /// What a person can do about it; empty where nothing needs doing.
    pub advice: String,
    /// For how many records or cells this entry speaks: 1, or more when one
    /// sentence sums up many alike.
    pub count: u64,
}

impl Fault {
    /// A fault of its rule's own severity.
    #[must_use]
    pub fn new(rule: Rule, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: rule.severity(),
            place,
            message: message.into(),
            advice: String::new(),
            count: 1,
        }
    }

    /// The same fault, with what to do about it.
    #[must_use]
    pub fn advise(mut self, advice: impl Into<String>) -> Self {
        self.advice = advice.into();
        self
    }

    /// The same fault, speaking for `count` records or cells.
    #[must_use]
    pub fn counting(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    /// The same fault at another severity, where the case is milder or graver than usual.
    #[must_use]
    pub fn at(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_found_by_its_key_and_keys_differ() {
        for rule in Rule::ALL {
            assert_eq!(Rule::from_key(rule.key()), Some(*rule));
        }
    }

    #[test]
    fn a_place_is_written_from_the_area_down_to_the_point() {
        let place = Place { ring: Some(2), point: Some(14), ..Place::row(4).of("E05011118") };
        assert_eq!(place.to_string(), "E05011118, row 4, ring 2, point 14");
    }
}

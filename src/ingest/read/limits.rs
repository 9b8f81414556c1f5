//! What a reader may use up before it gives in.

/// What a reader may use up before it gives in. Everything that comes from
/// outside is counted while it is read; what a file declares of itself is
/// never believed before the bytes bear it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, of anything unpacked from it, and of the text of all its cells together.
    pub bytes: u64,
    /// Records of one file.
    pub rows: u64,
    /// Columns of one file.
    pub columns: usize,
    /// Cells of one file: its records times its columns.
    pub cells: u64,
    /// Points of one file's shapes together. A ring or part counts as one more.
    pub points: u64,
    /// Bytes of one cell.
    pub cell_bytes: usize,
    /// Nesting of JSON, XML and geometry collections.
    pub depth: usize,
    /// How many times larger an archive member may be than its packed bytes.
    pub unpack_ratio: u64,
}

impl Default for Limits {
    /// Roomy for a whole country's layers.
    fn default() -> Self {
        Self {
            bytes: 2 << 30,
            rows: 5_000_000,
            columns: 4_096,
            cells: 100_000_000,
            points: 100_000_000,
            cell_bytes: 1 << 20,
            depth: 64,
            unpack_ratio: 200,
        }
    }
}

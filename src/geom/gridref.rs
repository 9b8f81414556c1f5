//! National grid references, "SP 066 867" and the like, to metres and back.
//!
//! A reference names a square, not a point: two letters and two figures a
//! square of 10 km, ten figures one of a metre. The point given is the middle
//! of the square, and its side says how exact that is.

use std::fmt;

use super::Grid;

/// A square of the National Grid as a reference names it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GridRef {
    /// South-west corner of the square, in metres.
    pub corner: Grid,
    /// Side of the square in metres: 1 to 10,000, or 0 where metres were
    /// written, which name a point.
    pub side_m: f64,
}

/// Why a text is not a grid reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GridRefError {
    /// Neither two letters and figures nor two numbers.
    #[error(
        "'{0}' is no grid reference; write letters and figures such as 'SP 066 867', or metres such as '406600 286700'"
    )]
    Form(String),
    /// The two letters name no square of Great Britain.
    #[error("'{letters}' in '{text}' names no 100 km square of Great Britain")]
    Letters {
        /// The two letters.
        letters: String,
        /// The whole text.
        text: String,
    },
    /// An odd number of figures, or too many or too few.
    #[error("'{text}' holds {figures} figures; a grid reference has 2, 4, 6, 8 or 10")]
    Figures {
        /// How many figures there are.
        figures: usize,
        /// The whole text.
        text: String,
    },
    /// Metres that lie outside the grid.
    #[error("'{0}' lies outside the National Grid (eastings to 700000, northings to 1300000)")]
    Outside(String),
}

const SQUARE_M: f64 = 100_000.0;
const MAX_E: f64 = 700_000.0;
const MAX_N: f64 = 1_300_000.0;
/// A longer text is no reference, whatever it holds.
const MAX_CHARS: usize = 60;

impl GridRef {
    /// Reads a reference: letters and figures with any spacing and case
    /// ("SP066867", "sp 066 867"), or easting and northing in metres
    /// ("406600 286700", "406600,286700", "406600.5 286700.25").
    ///
    /// # Errors
    /// A [`GridRefError`] that quotes the text.
    ///
    /// # Examples
    /// ```
    /// use wardwise::geom::GridRef;
    /// let square = GridRef::parse("SP 066 867").unwrap();
    /// assert_eq!((square.corner.e, square.corner.n, square.side_m), (406_600.0, 286_700.0, 100.0));
    /// assert_eq!(square.to_string(), "SP 066 867");
    /// ```
    pub fn parse(text: &str) -> Result<Self, GridRefError> {
        let wrong_form = || GridRefError::Form(text.chars().take(MAX_CHARS).collect());
        let trimmed = text.trim();
        if trimmed.is_empty() || trimmed.chars().count() > MAX_CHARS {
            return Err(wrong_form());
        }
        if trimmed.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return parse_letters(trimmed).unwrap_or_else(|| Err(wrong_form()));
        }
        parse_metres(trimmed).unwrap_or_else(|| Err(wrong_form()))
    }

    /// The middle of the square.
    #[must_use]
    pub fn centre(&self) -> Grid {
        let half = self.side_m / 2.0;
        Grid { e: self.corner.e + half, n: self.corner.n + half }
    }

    /// The square that holds a point, with `figures` figures (2, 4, 6, 8 or 10).
    /// `None` outside the grid or for another number of figures.
    #[must_use]
    pub fn around(point: Grid, figures: usize) -> Option<Self> {
        let inside = point.e < MAX_E && point.n < MAX_N;
        if !matches!(figures, 2 | 4 | 6 | 8 | 10) || !on_grid(point) || !inside {
            return None;
        }
        let side_m = side_of(figures);
        let floor = |metres: f64| (metres / side_m).floor() * side_m;
        Some(Self { corner: Grid { e: floor(point.e), n: floor(point.n) }, side_m })
    }

    /// The letters of the 100 km square.
    fn letters(&self) -> [char; 2] {
        // The lettering starts 1,000 km west and 500 km south of the origin.
        let (column, row) = (hundreds_of_km(self.corner.e) + 10, hundreds_of_km(self.corner.n) + 5);
        // 5 by 5 blocks of 500 km, then 5 by 5 squares in each, from north-west to south-east.
        let block = (4 - row / 5) * 5 + column / 5;
        let square = (4 - row % 5) * 5 + column % 5;
        [LETTERS[block], LETTERS[square]]
    }
}

impl fmt::Display for GridRef {
    /// Writes "SP 066 867", or "406600 286700" for a point.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.side_m == 0.0 {
            return write!(f, "{} {}", self.corner.e, self.corner.n);
        }
        let [first, second] = self.letters();
        let width = figures_each(self.side_m);
        let part = |metres: f64| ((metres % SQUARE_M) / self.side_m).floor();
        write!(f, "{first}{second} {:0width$} {:0width$}", part(self.corner.e), part(self.corner.n))
    }
}

/// The alphabet of the grid: no I.
const LETTERS: [char; 25] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V',
    'W', 'X', 'Y', 'Z',
];

/// `None` where the text has not the form of letters and figures at all.
fn parse_letters(text: &str) -> Option<Result<GridRef, GridRefError>> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let letters: String = compact.chars().take_while(char::is_ascii_alphabetic).collect();
    let figures = &compact[letters.len()..];
    if letters.len() != 2 || !figures.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let letters = letters.to_ascii_uppercase();
    Some(square_corner(&letters, text).and_then(|corner| within_square(corner, figures, text)))
}

fn square_corner(letters: &str, text: &str) -> Result<Grid, GridRefError> {
    let unknown = || GridRefError::Letters { letters: letters.to_owned(), text: text.to_owned() };
    let mut places = letters.chars().map(|c| LETTERS.iter().position(|letter| *letter == c));
    let (Some(Some(block)), Some(Some(square))) = (places.next(), places.next()) else {
        return Err(unknown());
    };
    let column = (block % 5) * 5 + square % 5;
    let row = (4 - block / 5) * 5 + (4 - square / 5);
    let (Some(column), Some(row)) = (column.checked_sub(10), row.checked_sub(5)) else {
        return Err(unknown());
    };
    let corner = Grid { e: metres_of(column), n: metres_of(row) };
    if corner.e < MAX_E && corner.n < MAX_N { Ok(corner) } else { Err(unknown()) }
}

fn within_square(corner: Grid, figures: &str, text: &str) -> Result<GridRef, GridRefError> {
    let wrong = || GridRefError::Figures { figures: figures.len(), text: text.to_owned() };
    if !matches!(figures.len(), 2 | 4 | 6 | 8 | 10) {
        return Err(wrong());
    }
    let (e, n) = figures.split_at(figures.len() / 2);
    let (Ok(e), Ok(n)) = (e.parse::<u32>(), n.parse::<u32>()) else { return Err(wrong()) };
    let side_m = side_of(figures.len());
    let corner =
        Grid { e: f64::from(e).mul_add(side_m, corner.e), n: f64::from(n).mul_add(side_m, corner.n) };
    Ok(GridRef { corner, side_m })
}

/// `None` where the text is not two plain numbers.
fn parse_metres(text: &str) -> Option<Result<GridRef, GridRefError>> {
    let mut parts =
        text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|part| !part.is_empty());
    let (e, n) = (parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !plain(e) || !plain(n) {
        return None;
    }
    let corner = Grid { e: e.parse().ok()?, n: n.parse().ok()? };
    if !on_grid(corner) {
        return Some(Err(GridRefError::Outside(text.to_owned())));
    }
    Some(Ok(GridRef { corner, side_m: 0.0 }))
}

fn on_grid(point: Grid) -> bool {
    (0.0..=MAX_E).contains(&point.e) && (0.0..=MAX_N).contains(&point.n)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 13 by construction")]
fn hundreds_of_km(metres: f64) -> usize {
    (metres / SQUARE_M).floor().clamp(0.0, 13.0) as usize
}

#[expect(clippy::cast_precision_loss, reason = "at most 24")]
fn metres_of(squares: usize) -> f64 {
    squares as f64 * SQUARE_M
}

fn side_of(figures: usize) -> f64 {
    match figures {
        2 => 10_000.0,
        4 => 1_000.0,
        6 => 100.0,
        8 => 10.0,
        _ => 1.0,
    }
}

fn figures_each(side_m: f64) -> usize {
    (1..5).find(|each| side_m >= side_of(each * 2)).unwrap_or(5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, e: f64, n: f64, side_m: f64) {
        let square = GridRef::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!((square.corner.e, square.corner.n, square.side_m), (e, n, side_m), "{text}");
    }

    #[test]
    fn spacing_case_and_length_do_not_matter() {
        check("SP 066 867", 406_600.0, 286_700.0, 100.0);
        check("sp066867", 406_600.0, 286_700.0, 100.0);
        check("SP08", 400_000.0, 280_000.0, 10_000.0);
        check("SP 06 86", 406_000.0, 286_000.0, 1_000.0);
        check("SP 0660 8670", 406_600.0, 286_700.0, 10.0);
        check("SP 06601 86702", 406_601.0, 286_702.0, 1.0);
        check("406600 286700", 406_600.0, 286_700.0, 0.0);
        check("406600,286700", 406_600.0, 286_700.0, 0.0);
    }

    #[test]
    fn the_corners_of_the_country_are_found() {
        check("SV 00 00", 0.0, 0.0, 1_000.0);
        check("TQ 30 80", 530_000.0, 180_000.0, 1_000.0);
        check("HP 60 10", 460_000.0, 1_210_000.0, 1_000.0);
        check("NN 166 712", 216_600.0, 771_200.0, 100.0);
        check("OV 00 00", 500_000.0, 500_000.0, 1_000.0);
    }

    #[test]
    fn what_is_no_reference_is_quoted() {
        let error = |text: &str| GridRef::parse(text).expect_err(text);
        assert!(matches!(error(""), GridRefError::Form(_)));
        assert!(matches!(error("Aston"), GridRefError::Form(_)));
        assert!(matches!(error("SP 066 86x"), GridRefError::Form(_)));
        assert!(matches!(error("SP 066 86"), GridRefError::Figures { figures: 5, .. }));
        assert!(matches!(error("SP"), GridRefError::Figures { figures: 0, .. }));
        assert!(matches!(error("SI 066 867"), GridRefError::Letters { .. }));
        assert!(matches!(error("ZZ 066 867"), GridRefError::Letters { .. }));
        assert!(matches!(error("AA 066 867"), GridRefError::Letters { .. }));
        assert!(matches!(error("4066000 286700"), GridRefError::Outside(_)));
        assert!(matches!(error("406600"), GridRefError::Form(_)));
        assert!(matches!(error("1e5 1e5"), GridRefError::Form(_)));
        assert!(matches!(error(&"9".repeat(1_000)), GridRefError::Form(_)));
    }

    proptest! {
        #[test]
        fn a_written_square_is_read_back(
            e in 0.0..699_999.0_f64,
            n in 0.0..1_299_999.0_f64,
            figures in prop::sample::select(vec![2_usize, 4, 6, 8, 10]),
        ) {
            let square = GridRef::around(Grid { e, n }, figures).expect("on the grid");
            prop_assert_eq!(GridRef::parse(&square.to_string()).expect("a reference"), square);
            prop_assert!(square.corner.e <= e && e < square.corner.e + square.side_m);
            prop_assert!(square.corner.n <= n && n < square.corner.n + square.side_m);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
            let _ = GridRef::parse(&text);
        }
    }
}

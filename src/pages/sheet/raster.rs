//! A sheet as a PNG: the same bytes on every machine, because the font comes with the program.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::paper::MOST_PIXELS;
use super::{Paper, WIDTHS};

/// Noto Sans, SIL Open Font License 1.1 (`data/fonts/OFL.txt`).
const FONTS: [&[u8]; 2] = [
    include_bytes!("../../../data/fonts/NotoSans-Regular.ttf"),
    include_bytes!("../../../data/fonts/NotoSans-Bold.ttf"),
];

/// The fonts of this program, and no others.
static KNOWN: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut known = fontdb::Database::new();
    for font in FONTS {
        known.load_font_data(font.to_vec());
    }
    known.set_sans_serif_family("Noto Sans");
    Arc::new(known)
});

/// Why there is no PNG.
#[derive(Debug, thiserror::Error)]
pub enum RasterError {
    /// The width is not one that can be had.
    #[error("a width of {asked} pixels cannot be had: from {} to {} can, with at most {MOST_PIXELS} pixels in all",
        WIDTHS.start(), WIDTHS.end())]
    Width {
        /// What was asked for.
        asked: u32,
    },
    /// The drawing could not be read back.
    #[error("the drawing cannot be made a picture")]
    Drawing(#[from] resvg::usvg::Error),
    /// The picture could not be written.
    #[error("the picture cannot be written: {0}")]
    Writing(String),
}

/// A sheet's SVG as a PNG of a width in pixels.
///
/// # Errors
/// [`RasterError::Width`] outside [`WIDTHS`] or beyond [`MOST_PIXELS`].
pub fn png(svg: &str, paper: Paper, width: u32) -> Result<Vec<u8>, RasterError> {
    let wrong = || RasterError::Width { asked: width };
    if !WIDTHS.contains(&width) {
        return Err(wrong());
    }
    let options =
        Options { fontdb: KNOWN.clone(), font_family: "Noto Sans".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let scale = f64::from(width) / f64::from(tree.size().width());
    let height = whole(f64::from(tree.size().height()) * scale);
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(wrong());
    }
    let mut picture = Pixmap::new(width, height).ok_or_else(wrong)?;
    picture.fill(Color::WHITE);
    #[expect(clippy::cast_possible_truncation, reason = "a scale between a tenth and ten")]
    let scale = scale as f32;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    let bytes = picture.encode_png().map_err(|error| RasterError::Writing(error.to_string()))?;
    Ok(match paper.millimetres() {
        Some((paper_width, _)) => with_density(&bytes, f64::from(width) / (paper_width / 1000.0)),
        None => bytes,
    })
}

/// Where a PNG's header ends and the next chunk may stand.
const AFTER_HEADER: usize = 8 + 4 + 4 + 13 + 4;

/// Says how many pixels there are to the metre, so that paper is printed at its size.
fn with_density(png: &[u8], per_metre: f64) -> Vec<u8> {
    let density = whole(per_metre).to_be_bytes();
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(density);
    chunk.extend(density);
    chunk.push(1);
    let mut sum = flate2::Crc::new();
    sum.update(&chunk);
    let (header, rest) = png.split_at(AFTER_HEADER.min(png.len()));
    let length = 9_u32.to_be_bytes();
    [header, &length, &chunk, &sum.sum().to_be_bytes(), rest].concat()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few thousand pixels, and clamped"
)]
fn whole(value: f64) -> u32 {
    value.round().clamp(1.0, 1e6) as u32
}

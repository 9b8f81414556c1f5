//! The parameters of maps as files: `page`, `size`, `width`.

use crate::api::Problem;
use crate::pages::sheet::{Paper, WIDTHS};

use super::Fields;
use super::asked::whole;

/// Longest address of a page that is read.
const MOST_CHARS: usize = 2_000;

/// Reads `page`: the address of a page with a map, from its first `/` on.
///
/// # Errors
/// A [`Problem`] when it is absent or longer than addresses are.
pub fn page(fields: &mut Fields) -> Result<String, Problem> {
    let text = fields.take("page")?.unwrap_or_default();
    match text.chars().count() {
        0 => Err(Problem::parameter("page", "name the page whose map you want, such as /map")),
        1..=MOST_CHARS => Ok(text),
        long => Err(Problem::parameter("page", format!("{long} characters; at most {MOST_CHARS} are read"))),
    }
}

/// Reads `size`: the paper; a screen where it is left out.
///
/// # Errors
/// A [`Problem`] that lists the sizes there are.
pub fn size(fields: &mut Fields) -> Result<Paper, Problem> {
    let Some(text) = fields.take("size")? else { return Ok(Paper::Screen) };
    Paper::from_key(&text).ok_or_else(|| {
        let known: Vec<&str> = Paper::ALL.iter().map(|paper| paper.key()).collect();
        Problem::parameter("size", format!("'{text}' is no size of a map; write one of {}", known.join(", ")))
    })
}

/// Reads `width` in pixels; what is usual for the paper where it is left out.
///
/// # Errors
/// A [`Problem`] for anything but a whole number within bounds.
pub fn width(fields: &mut Fields, paper: Paper) -> Result<u32, Problem> {
    let bounds = usize_of(*WIDTHS.start())..=usize_of(*WIDTHS.end());
    let width = whole(fields, "width", usize_of(paper.usual_pixels()), &bounds)?;
    Ok(u32::try_from(width).unwrap_or(u32::MAX))
}

fn usize_of(pixels: u32) -> usize {
    usize::try_from(pixels).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::fields;
    use super::*;

    #[test]
    fn a_size_is_one_of_a_list_and_a_width_has_bounds() {
        assert_eq!(size(&mut fields("")).ok(), Some(Paper::Screen));
        assert_eq!(size(&mut fields("size=a3-landscape")).ok(), Some(Paper::A3Landscape));
        assert!(size(&mut fields("size=a5")).is_err());
        assert_eq!(width(&mut fields(""), Paper::Slide).ok(), Some(1920));
        assert_eq!(width(&mut fields("width=640"), Paper::Slide).ok(), Some(640));
        for bad in ["width=199", "width=5001", "width=-1", "width=wide", "width="] {
            assert!(width(&mut fields(bad), Paper::Slide).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_page_must_be_named() {
        assert!(page(&mut fields("")).is_err());
        assert_eq!(page(&mut fields("page=%2Fmap%3Ffigure%3Dx")).ok().as_deref(), Some("/map?figure=x"));
    }
}

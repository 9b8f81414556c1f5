//! A sheet as one SVG: title, map, legend and sources in their places.
//!
//! Texts are texts and colours are attributes of what they colour, so that
//! programs for slides and drawings can change the one and the other. The map
//! has whatever room the words leave; words that leave too little are set smaller.

use maud::{Markup, html};

use super::flow::{Block, Style, key, paragraph, round, stack};
use super::{Paper, Sheet};

const MARGIN: f64 = 36.0;
const GAP: f64 = 16.0;

/// Sizes of words that are tried, as shares of the usual one.
const SCALES: [f64; 6] = [1.0, 0.9, 0.8, 0.7, 0.6, 0.5];

/// Share of an upright sheet's height, or of one across, that the map should have at least.
const LEAST_MAP: f64 = 0.4;

/// A column of words beside the map, as a share of the room.
const SIDE: f64 = 0.28;

/// Where everything stands.
struct Plan {
    head: Block,
    /// Legend: one column beside the map, two below it.
    columns: Vec<Block>,
    foot: Block,
    /// Left, top, width and height of the room for the map.
    room: [f64; 4],
    height: f64,
    fits: bool,
}

/// The sheet as a file of its own.
#[must_use]
pub fn svg(sheet: &Sheet, paper: Paper) -> String {
    let mut plans = SCALES.iter().map(|scale| plan(sheet, paper, *scale));
    let mut chosen = plans.next();
    while chosen.as_ref().is_some_and(|plan| !plan.fits) {
        match plans.next() {
            Some(smaller) => chosen = Some(smaller),
            None => break,
        }
    }
    chosen.map_or_else(String::new, |plan| drawn(sheet, paper, &plan).into_string())
}

fn plan(sheet: &Sheet, paper: Paper, scale: f64) -> Plan {
    let inner = paper.width() - 2.0 * MARGIN;
    let head = [
        paragraph(&sheet.title, inner, Style::bold(28.0 * scale)),
        paragraph(&sheet.place, inner, Style::quiet(16.0 * scale)),
        paragraph(&sheet.summary, inner, Style::plain(15.0 * scale)),
    ];
    let head = stack(&head, 4.0 * scale);
    let foot: Vec<Block> =
        sheet.sources.iter().map(|source| paragraph(source, inner, Style::quiet(11.5 * scale))).collect();
    let foot = stack(&foot, 1.0);
    let top = MARGIN + head.height + GAP;
    if paper.is_wide() {
        beside(sheet, paper, scale, head, foot, top)
    } else {
        below(sheet, paper, scale, head, foot, top)
    }
}

/// The legend beside the map.
fn beside(sheet: &Sheet, paper: Paper, scale: f64, head: Block, foot: Block, top: f64) -> Plan {
    let inner = paper.width() - 2.0 * MARGIN;
    let side = inner * SIDE;
    let column = stack(&key(&sheet.key, side, scale), 7.0 * scale);
    let width = inner - side - GAP * 1.5;
    let (body, fits) = match paper.height() {
        Some(height) => {
            let body = height - top - foot.height - GAP - MARGIN;
            (body, column.height <= body && body >= height * LEAST_MAP)
        }
        // As high as the map wants, but no tower.
        None => ((width * aspect(sheet)).clamp(width * 0.4, width * 1.3).max(column.height), true),
    };
    let body = body.max(100.0);
    let height = paper.height().unwrap_or(top + body + GAP + foot.height + MARGIN);
    Plan { head, columns: vec![column], foot, room: [MARGIN, top, width, body], height, fits }
}

/// The legend in two columns below the map.
fn below(sheet: &Sheet, paper: Paper, scale: f64, head: Block, foot: Block, top: f64) -> Plan {
    let inner = paper.width() - 2.0 * MARGIN;
    let height = paper.height().unwrap_or(inner * 1.4);
    let column = (inner - 2.0 * GAP) / 2.0;
    let columns = halves(&key(&sheet.key, column, scale), 6.0 * scale);
    let key_height = columns.iter().map(|column| column.height).fold(0.0, f64::max);
    let body = height - top - key_height - foot.height - 2.0 * GAP - MARGIN;
    let fits = body >= height * LEAST_MAP;
    Plan { head, columns, foot, room: [MARGIN, top, inner, body.max(100.0)], height, fits }
}

/// Two columns of about the same height, in the order of reading.
fn halves(blocks: &[Block], gap: f64) -> Vec<Block> {
    let higher = |at: usize| {
        let (first, second) = blocks.split_at(at);
        stack(first, gap).height.max(stack(second, gap).height)
    };
    let best = (0..=blocks.len()).min_by(|a, b| higher(*a).total_cmp(&higher(*b))).unwrap_or(0);
    let (first, second) = blocks.split_at(best);
    vec![stack(first, gap), stack(second, gap)]
}

/// Height of the drawing to its width.
fn aspect(sheet: &Sheet) -> f64 {
    let (width, height) = sheet.picture.size;
    f64::from(height) / f64::from(width.max(1))
}

fn drawn(sheet: &Sheet, paper: Paper, plan: &Plan) -> Markup {
    let (width, height) = (round(paper.width()), round(plan.height));
    let about = format!("{} {}", sheet.summary, sheet.sources.join(" "));
    let [shown_width, shown_height] = shown_size(paper, width, height);
    html! {
        svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {width} {height}")) width=[shown_width] height=[shown_height]
            role="img" aria-labelledby="sheet-title sheet-about" font-family="Noto Sans, Arial, sans-serif" {
            title id="sheet-title" { (sheet.title) ", " (sheet.place) }
            desc id="sheet-about" { (about) }
            rect width=(width) height=(height) fill="#ffffff" {}
            (placed(MARGIN, MARGIN, &plan.head))
            (map(sheet, plan))
            (legend(paper, plan))
            (placed(MARGIN, plan.height - MARGIN - plan.foot.height, &plan.foot))
        }
    }
}

/// Paper has the size of paper; what is embedded takes the room that it is given.
fn shown_size(paper: Paper, width: f64, height: f64) -> [Option<String>; 2] {
    match (paper, paper.millimetres()) {
        (_, Some((width, height))) => [Some(format!("{width}mm")), Some(format!("{height}mm"))],
        (Paper::Embed, None) => [None, None],
        (_, None) => [Some(width.to_string()), Some(height.to_string())],
    }
}

fn placed(x: f64, y: f64, block: &Block) -> Markup {
    html! { g transform=(format!("translate({} {})", round(x), round(y))) { (block.drawn) } }
}

/// The drawing, as large as its room allows, in the middle of it.
fn map(sheet: &Sheet, plan: &Plan) -> Markup {
    let [left, top, width, height] = plan.room;
    let (own_width, own_height) = (f64::from(sheet.picture.size.0), f64::from(sheet.picture.size.1));
    let scale = (width / own_width).min(height / own_height);
    let x = left + (width - own_width * scale) / 2.0;
    let y = top + (height - own_height * scale) / 2.0;
    let place = format!("translate({} {}) scale({})", round(x), round(y), (scale * 1e5).round() / 1e5);
    html! {
        defs { clipPath id="sheet-window" { rect width=(own_width) height=(own_height) {} } }
        g transform=(place) {
            g clip-path="url(#sheet-window)" { (sheet.picture.content) }
            rect width=(own_width) height=(own_height) fill="none" stroke="#b1b4b6" stroke-width="2" {}
        }
    }
}

fn legend(paper: Paper, plan: &Plan) -> Markup {
    let [left, top, width, height] = plan.room;
    if paper.is_wide() {
        return html! { @for column in &plan.columns { (placed(left + width + GAP * 1.5, top, column)) } };
    }
    let step = (width - 2.0 * GAP) / 2.0 + 2.0 * GAP;
    html! {
        @for (x, column) in [left, left + step].into_iter().zip(&plan.columns) { (placed(x, top + height + GAP, column)) }
    }
}

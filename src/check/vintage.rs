//! Which edition of which layer the codes of a table belong to.
//!
//! Two shares are looked at for each edition: how many of the table's codes
//! the edition holds, and how many of the edition's areas the table has. A
//! table of the place has both near 1 for the right vintage. A table of one
//! district has only the first, a table of the whole country only the second,
//! and that less the more areas it leaves out. So where most codes of a table
//! belong to no layer of the place at all (it is wider than the place), the
//! first share is taken among the codes that *some* layer of the place holds:
//! a national table of 2011 codes then has all of them in the 2011 layer and
//! some of them missing from the 2021 layer.
//!
//! An edition fits when either share reaches [`FITS`]. Without an edition named
//! in the manifest one that fits is used only if no other fits as well; a tie
//! is for the manifest to settle, so that a table coded to an old vintage
//! never lands on the newest boundaries by default.

use std::collections::BTreeSet;

use crate::fault::{Fault, Place, Rule};
use crate::model::{AreaCode, EditionKey};
use crate::table::Table;

use super::VintageMatch;
use super::codes::Codes;
use super::rules::{LayerCodes, TableRules};
use super::waivers::share_words;

/// The share of codes, or of areas, from which an edition fits.
pub const FITS: f64 = 0.995;

/// A table is wider than the place when fewer of its codes than this are known to any layer.
const WIDER: f64 = 0.5;

/// How well one edition fits.
#[derive(Debug, Clone)]
struct Fit<'a> {
    layer: &'a LayerCodes,
    matched: u64,
    codes: u64,
    /// Share of the table's codes, or of those that the place knows where the table is wider.
    codes_share: f64,
    areas_share: f64,
}

/// What was found of a table's vintage.
pub(super) struct Detected<'a> {
    /// The edition that the codes belong to.
    pub(super) layer: Option<&'a LayerCodes>,
    /// All editions that hold any of the codes, best first.
    pub(super) vintages: Vec<VintageMatch>,
}

/// Finds the edition that the codes belong to, and tells what speaks against
/// the edition that the manifest names.
pub(super) fn detect<'a>(
    table: &Table,
    codes: &Codes,
    rules: &TableRules<'a>,
    faults: &mut Vec<Fault>,
) -> Detected<'a> {
    let fits = fits(codes, rules.layers);
    let vintages = fits.iter().filter(|fit| fit.matched > 0).map(Fit::to_match).collect();
    let field = Place::field(table.columns()[codes.column].name.as_str());
    let layer = match (&rules.geography, &rules.geography_edition) {
        (Some(dataset), Some(edition)) => {
            let key = EditionKey { dataset: dataset.clone(), edition: edition.clone() };
            named(&fits, &key, &field, faults)
        }
        (Some(dataset), None) => {
            let own: Vec<_> = fits.iter().filter(|fit| fit.layer.edition.dataset == *dataset).collect();
            let found = unique(&own);
            if found.is_none() && codes.len() > 0 {
                faults.push(undecided(&own, dataset.as_str(), field));
            }
            found
        }
        (None, _) => unique(&fits.iter().collect::<Vec<_>>()),
    };
    Detected { layer, vintages }
}

/// How well the codes of a column match each edition, best first: what an
/// upload is shown before anything is decided.
pub(super) fn matches_of(codes: &Codes, layers: &[LayerCodes]) -> (Vec<VintageMatch>, Option<EditionKey>) {
    let fits = fits(codes, layers);
    let unique = unique(&fits.iter().collect::<Vec<_>>()).map(|layer| layer.edition.clone());
    (fits.iter().filter(|fit| fit.matched > 0).map(Fit::to_match).collect(), unique)
}

fn fits<'a>(codes: &Codes, layers: &'a [LayerCodes]) -> Vec<Fit<'a>> {
    let known =
        codes.rows.keys().filter(|code| layers.iter().any(|layer| layer.codes.contains(code))).count();
    let wider = share(known, codes.len()) < WIDER;
    let mut fits: Vec<_> = layers
        .iter()
        .map(|layer| {
            let matched = codes.rows.keys().filter(|code| layer.codes.contains(code)).count();
            let among = if wider { known } else { codes.len() };
            // Alone in the place, an edition has nothing to be told apart from.
            let tells = !wider || layers.iter().any(|other| is_another_vintage(other, layer));
            Fit {
                layer,
                matched: matched as u64,
                codes: codes.len() as u64,
                codes_share: if tells { share(matched, among) } else { 0.0 },
                areas_share: share(matched, layer.codes.len()),
            }
        })
        .collect();
    fits.sort_by(|a, b| b.rank().total_cmp(&a.rank()).then_with(|| a.layer.edition.cmp(&b.layer.edition)));
    fits
}

/// Whether two code sets share codes and neither is a part of the other.
fn is_another_vintage(a: &LayerCodes, b: &LayerCodes) -> bool {
    !a.codes.is_disjoint(&b.codes) && !a.codes.is_subset(&b.codes) && !b.codes.is_subset(&a.codes)
}

impl Fit<'_> {
    fn score(&self) -> f64 {
        self.codes_share.max(self.areas_share)
    }

    /// The better share first, the other to tell equals apart.
    fn rank(&self) -> f64 {
        self.score() + self.codes_share.min(self.areas_share) / 1e3
    }

    /// In how many ways the edition fits: 0, 1 or 2.
    fn ways(&self) -> usize {
        [self.codes_share, self.areas_share].into_iter().filter(|share| *share >= FITS).count()
    }

    fn to_match(&self) -> VintageMatch {
        VintageMatch {
            edition: self.layer.edition.clone(),
            matched: self.matched,
            codes: self.codes,
            areas: self.layer.codes.len() as u64,
        }
    }

    fn words(&self) -> String {
        format!("{} {}", self.layer.title, percent(self.score()))
    }
}

/// The one edition that fits in more ways than all others.
fn unique<'a>(fits: &[&Fit<'a>]) -> Option<&'a LayerCodes> {
    let most = fits.iter().map(|fit| fit.ways()).max().filter(|ways| *ways > 0)?;
    let mut best = fits.iter().filter(|fit| fit.ways() == most);
    let first = best.next()?;
    best.next().is_none().then_some(first.layer)
}

/// The edition that the manifest names, with an error if another fits clearly better.
fn named<'a>(
    fits: &[Fit<'a>],
    key: &EditionKey,
    field: &Place,
    faults: &mut Vec<Fault>,
) -> Option<&'a LayerCodes> {
    let Some(named) = fits.iter().find(|fit| fit.layer.edition == *key) else {
        let message =
            format!("the geography {key} is not in the place, so the codes cannot be compared with it");
        let advice = "Mend the layer's own faults first, or import it before this table.";
        faults.push(Fault::new(Rule::WrongVintage, field.clone(), message).advise(advice));
        return None;
    };
    if named.score() >= FITS || named.codes == 0 {
        return Some(named.layer);
    }
    let better = fits.iter().find(|other| is_clearly_better(other, named));
    if better.is_none() && named.matched > 0 {
        return Some(named.layer);
    }
    let mut all: Vec<&Fit<'_>> = better.into_iter().chain([named]).collect();
    all.extend(fits.iter().filter(|fit| fit.matched > 0 && fit.layer.edition != named.layer.edition));
    let message = format!("the manifest says {}, but the codes match {}", named.layer.title, listed(&all));
    faults.push(Fault::new(Rule::WrongVintage, field.clone(), message).advise(advice_for(better, key)));
    None
}

/// Whether another vintage fits where the named one does not, or fits far better.
fn is_clearly_better(other: &Fit<'_>, named: &Fit<'_>) -> bool {
    const CLEAR: f64 = 0.02;
    let better = other.score() >= FITS || other.score() >= named.score() + CLEAR;
    let other_vintage = named.matched == 0 || is_another_vintage(other.layer, named.layer);
    better && other_vintage && other.score() > named.score()
}

fn advice_for(better: Option<&Fit<'_>>, key: &EditionKey) -> String {
    let Some(better) = better else {
        return "Look whether 'code' names the right column and 'geography' the right layer.".to_owned();
    };
    let edition = &better.layer.edition;
    let place = if edition.dataset == key.dataset {
        format!("geography_edition = \"{}\"", edition.edition)
    } else {
        format!("geography = \"{}\" and geography_edition = \"{}\"", edition.dataset, edition.edition)
    };
    format!("Write {place}, or align the table through a lookup from {edition} to {key}.")
}

fn undecided(own: &[&Fit<'_>], dataset: &str, field: Place) -> Fault {
    if own.is_empty() {
        let message =
            format!("the layer '{dataset}' is not in the place, so the codes cannot be compared with it");
        let advice = "Mend the layer's own faults first, or import it before this table.";
        return Fault::new(Rule::WrongVintage, field, message).advise(advice);
    }
    let fitting: Vec<&Fit<'_>> = own.iter().copied().filter(|fit| fit.ways() > 0).collect();
    let message = if fitting.len() > 1 {
        format!("the codes match several editions alike: {}", listed(&fitting))
    } else {
        format!("no edition of '{dataset}' holds {} of the codes: {}", percent(FITS), listed(own))
    };
    let advice = match own.first() {
        Some(best) => format!(
            "Say which edition the codes belong to: geography_edition = \"{}\", or another.",
            best.layer.edition.edition
        ),
        None => String::new(),
    };
    Fault::new(Rule::WrongVintage, field, message).advise(advice)
}

/// "LSOA 2011 99.8 % (771 of 773 codes), LSOA 2021 94.0 % (...)", each edition once.
fn listed(fits: &[&Fit<'_>]) -> String {
    const LISTED: usize = 6;
    let mut seen = BTreeSet::new();
    let words = fits.iter().filter(|fit| seen.insert(&fit.layer.edition)).take(LISTED).map(|fit| {
        format!(
            "{} ({} of {} codes, {} of {} areas)",
            fit.words(),
            fit.matched,
            fit.codes,
            fit.matched,
            fit.layer.codes.len()
        )
    });
    words.collect::<Vec<_>>().join(", ")
}

/// How many codes or areas are listed one by one.
const LISTED: usize = 100;

/// Codes of the table that no area has, and areas that the table has no row for.
pub(super) fn gaps(table: &Table, codes: &Codes, layer: &LayerCodes, faults: &mut Vec<Fault>) {
    let field = || Place::field(table.columns()[codes.column].name.as_str());
    let unmatched: Vec<&AreaCode> = codes.rows.keys().filter(|code| !layer.codes.contains(code)).collect();
    let words = share_words(unmatched.len() as u64, codes.len() as u64);
    for code in unmatched.iter().take(LISTED) {
        let place = codes.first_row(table, code).of(code.as_str());
        faults.push(Fault::new(
            Rule::UnmatchedCode,
            place,
            format!("no area of {} has the code {code}", layer.title),
        ));
    }
    if unmatched.len() > LISTED {
        let more = unmatched.len() - LISTED;
        let message =
            format!("{words} codes belong to no area of {}; {more} are not listed one by one", layer.title);
        faults.push(Fault::new(Rule::UnmatchedCode, field(), message).counting(more as u64));
    } else if let Some(first) = unmatched.first() {
        // The first of the list carries the share, for readers of one line.
        let place = codes.first_row(table, first).of(first.as_str());
        let message = format!("no area of {} has the code {first}; {words} codes are like this", layer.title);
        let own = faults.iter_mut().find(|fault| fault.rule == Rule::UnmatchedCode && fault.place == place);
        if let Some(own) = own {
            own.message = message;
            "Rows with such codes stay in the table and join nothing.".clone_into(&mut own.advice);
        }
    }
    let absent: Vec<&AreaCode> = layer.codes.iter().filter(|code| !codes.rows.contains_key(code)).collect();
    let words = share_words(absent.len() as u64, layer.codes.len() as u64);
    for code in absent.iter().take(LISTED) {
        let message = format!("{} {code} has no row: its figures are missing, not zero", layer.title);
        faults.push(Fault::new(Rule::AbsentAreas, Place::default().of(code.as_str()), message));
    }
    if absent.len() > LISTED {
        let more = absent.len() - LISTED;
        let message =
            format!("{words} areas of {} have no row; {more} are not listed one by one", layer.title);
        faults.push(Fault::new(Rule::AbsentAreas, field(), message).counting(more as u64));
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of codes are far below 2^52")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// One decimal, never rounded up to a whole that it does not reach.
fn percent(share: f64) -> String {
    format!("{:.1} %", (share * 1_000.0).floor() / 10.0)
}

//! The equality evidence pack as one page that needs nothing else: no script, no other file.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::scenario::{LinkedPack, OF_EVERYONE, Pack, Range, Tally};

/// Style of the page. It is to be read, printed and filed.
const STYLE: &str = "body{font:1rem/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}\
table{border-collapse:collapse;margin:1rem 0;width:100%}caption{text-align:left;font-weight:600}\
th,td{border-bottom:1px solid #767676;padding:.3rem .5rem;text-align:left;vertical-align:top}\
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}small{color:#444;display:block}@media(max-width:45em){table{display:block;overflow-x:auto}}\
.wide{overflow-x:auto}.draft{border:3px solid #a10000;padding:.5rem 1rem}code{overflow-wrap:anywhere}\
tr.hit td,tr.hit th{background:#fff3d6}@media print{body{margin:0;max-width:none}}";

/// The page of a pack; `linked` where it goes with a decision.
#[must_use]
pub fn page(pack: &Pack, linked: Option<&LinkedPack>) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en-GB" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Equality evidence: " (pack.title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    h1 { "Equality evidence: " (pack.title) }
                    (standing(linked))
                    (summary(pack))
                    (changes(pack))
                    (tables(pack))
                    (mitigations(pack))
                    (method(pack))
                    (sign_off(pack))
                }
            }
        }
    }
}

fn standing(linked: Option<&LinkedPack>) -> Markup {
    let Some(linked) = linked else {
        return html! { p.draft { strong { "Draft." } " This pack is linked to no decision and may still change." } };
    };
    let decision = linked.facts().first().map_or("", |(_, text)| text.as_str());
    html! {
        p { "Linked to decision " strong { (decision) } ". Its content cannot be changed unnoticed: digest "
            code { (linked.digest()) } "." }
    }
}

fn summary(pack: &Pack) -> Markup {
    let everyone = pack.tallies.iter().find(|tally| tally.family == OF_EVERYONE);
    let hit: Vec<&Tally> = pack.tallies.iter().filter(|tally| tally.harder_hit).collect();
    html! {
        p { (pack.place) ", data version " (pack.data_version) ", " (pack.date.strftime("%-d %B %Y").to_string()) "." }
        h2 { "In short" }
        @if let Some(all) = everyone {
            p { "Of " (whole(all.people.value)) " residents, about " strong { (whole(all.losing.value)) }
                " take more than " (plain(pack.threshold_minutes)) " minutes longer (between " (whole(all.losing.low))
                " and " (whole(all.losing.high)) "), about " strong { (whole(all.gaining.value)) }
                " take that much less, and " strong { (whole(all.no_longer_near.value)) }
                " no longer have the service within " (plain(pack.near_minutes)) " minutes. "
                (whole(all.cut_off.value)) " are cut off; " (whole(all.never_reached.value))
                " could not reach it before and cannot now." }
        }
        @if hit.is_empty() {
            p { "No group or class of areas is hit harder: no 95 % range lies above that of all residents." }
        } @else {
            p { "Hit harder: their part that loses lies above that of all residents, 95 % ranges and all." }
            ul { @for family in families(&hit) { li { strong { (family) ": " } (names(&hit, family)) "." } } }
        }
    }
}

/// The families of some tallies, in their order.
fn families<'t>(tallies: &[&'t Tally]) -> Vec<&'t str> {
    let mut families: Vec<&str> = Vec::new();
    for tally in tallies {
        if !families.contains(&tally.family.as_str()) {
            families.push(&tally.family);
        }
    }
    families
}

fn names(tallies: &[&Tally], family: &str) -> String {
    let names = tallies.iter().filter(|tally| tally.family == family).map(|tally| tally.name.as_str());
    names.collect::<Vec<_>>().join(", ")
}

fn changes(pack: &Pack) -> Markup {
    html! { h2 { "What changes" } ul { @for action in &pack.actions { li { (action) "." } } } }
}

fn tables(pack: &Pack) -> Markup {
    let all: Vec<&Tally> = pack.tallies.iter().collect();
    html! {
        h2 { "Who gains and loses" }
        p { "People, with the range that holds the truth in 19 of 20 cases below. Longer and quicker count changes of more than "
            (plain(pack.threshold_minutes)) " minutes; near is within " (plain(pack.near_minutes)) " minutes." }
        @for family in families(&all) {
            (table(family, &pack.tallies.iter().filter(|tally| tally.family == family).collect::<Vec<_>>()))
        }
    }
}

fn table(family: &str, tallies: &[&Tally]) -> Markup {
    html! {
        div.wide tabindex="0" role="region" aria-label=(family) {
            table {
                caption { (family) }
                thead { tr {
                    th scope="col" { "Who" }
                    @for head in ["People", "Longer", "Quicker", "No longer near", "Newly near", "Cut off", "Never reached",
                        "Minutes before", "Minutes after", "Losing, %"] { th.n scope="col" { (head) } }
                } }
                tbody { @for tally in tallies { (row(tally)) } }
            }
        }
    }
}

fn row(tally: &Tally) -> Markup {
    let minutes =
        |minutes: Option<f64>| minutes.map_or_else(|| "not reached".to_owned(), |m| format!("{m:.1}"));
    html! {
        tr.hit[tally.harder_hit] {
            th scope="row" {
                (tally.name)
                @if tally.harder_hit { " " small { "hit harder than all residents" } }
                @if tally.areas_unknown > 0 { " " small { "not known in " (tally.areas_unknown) (if tally.areas_unknown == 1 { " area" } else { " areas" }) } }
            }
            @for range in [tally.people, tally.losing, tally.gaining, tally.no_longer_near, tally.newly_near,
                tally.cut_off, tally.never_reached] { (cell(range)) }
            td.n { (minutes(tally.minutes_before)) }
            td.n { (minutes(tally.minutes_after)) }
            td.n {
                @match tally.share_losing {
                    Some(share) => { (format!("{:.1}", share.value * 1e2))
                        " " small { (format!("({:.1} to {:.1})", share.low * 1e2, share.high * 1e2)) } }
                    None => "nobody",
                }
            }
        }
    }
}

fn cell(range: Range) -> Markup {
    let exact = whole(range.low) == whole(range.high);
    html! { td.n { (whole(range.value)) @if !exact { " " small { "(" (whole(range.low)) " to " (whole(range.high)) ")" } } } }
}

fn mitigations(pack: &Pack) -> Markup {
    let open = pack.without_mitigation();
    html! {
        h2 { "What is done about it" }
        @if pack.mitigations.is_empty() { p { "Nothing is stated." } }
        ul { @for mitigation in &pack.mitigations { li { strong { (mitigation.for_whom) ": " } (mitigation.what) } } }
        @if !open.is_empty() { p { "Hit harder, and nothing is stated for them: " (open.join(", ")) "." } }
    }
}

fn method(pack: &Pack) -> Markup {
    html! {
        h2 { "How it was found" }
        p { (pack.travel) }
        @if !pack.assumptions.is_empty() {
            h3 { "Taken for granted" }
            ul { @for assumption in &pack.assumptions { li { (assumption) } } }
        }
        h3 { "Data" }
        ul { @for data in &pack.data { li { (data) } } }
        p { "Scenario " code { (pack.scenario) } ". It is a trial beside the data of the place and no part of it." }
    }
}

fn sign_off(pack: &Pack) -> Markup {
    html! {
        h2 { "Signed" }
        @match &pack.sign_off {
            Some(signed) => p { (signed.name) ", " (signed.role) ", " (signed.on.strftime("%-d %B %Y").to_string()) },
            None => p { "Not signed." },
        }
    }
}

/// A number of people, thousands apart.
fn whole(value: f64) -> String {
    let digits = format!("{:.0}", value.max(0.0));
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A setting as it was written.
fn plain(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn people_are_whole_with_thousands_apart() {
        assert_eq!([0.4, 999.6, 1_234_567.0].map(whole), ["0", "1,000", "1,234,567"]);
    }
}

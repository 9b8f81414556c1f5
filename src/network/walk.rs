//! Who may walk where, from the tags of OpenStreetMap.
//!
//! The rules are those of the wiki's "OSM tags for routing/Access restrictions"
//! for the United Kingdom, read for a person on foot: what is no motorway may
//! be walked unless a tag says otherwise, and the tag that speaks of walkers
//! outranks the one that speaks of everybody. `docs/methods/access.md` lists
//! them; each refusal here is one line of an import's report.

use std::fmt;

use super::streets::Walk;

/// The tags that the rules read. A reader need keep no others of a way.
pub const WAY_KEYS: [&str; 22] = [
    "highway",
    "route",
    "name",
    "ref",
    "foot",
    "access",
    "motorroad",
    "oneway:foot",
    "foot:forward",
    "foot:backward",
    "conveying",
    "ramp:wheelchair",
    "wheelchair",
    "bridge",
    "tunnel",
    "surface",
    "lit",
    "sidewalk",
    "incline",
    "width",
    "smoothness",
    "handrail",
];

/// The tags of a node that may stop a walker.
pub const NODE_KEYS: [&str; 4] = ["barrier", "foot", "access", "locked"];

/// Roads and paths that are walked unless a tag says otherwise.
const WALKED: [&str; 25] = [
    "trunk",
    "trunk_link",
    "primary",
    "primary_link",
    "secondary",
    "secondary_link",
    "tertiary",
    "tertiary_link",
    "unclassified",
    "residential",
    "living_street",
    "service",
    "services",
    "road",
    "pedestrian",
    "footway",
    "path",
    "steps",
    "track",
    "bridleway",
    "cycleway",
    "corridor",
    "platform",
    "elevator",
    "crossing",
];

/// Words that let walkers in.
const YES: [&str; 7] = ["yes", "designated", "permissive", "official", "public", "destination", "customers"];

/// Words that keep walkers out.
const NO: [&str; 3] = ["no", "private", "use_sidepath"];

/// Words that keep everybody out who has no business there.
const CLOSED: [&str; 6] = ["no", "private", "agricultural", "forestry", "military", "delivery"];

/// Barriers that a walker does not get past, unless a tag says so.
const WALLS: [&str; 9] = [
    "wall",
    "city_wall",
    "retaining_wall",
    "fence",
    "hedge",
    "guard_rail",
    "jersey_barrier",
    "debris",
    "ditch",
];

/// How a way is walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Footing {
    /// Which way.
    pub walk: Walk,
    /// Whether it is a flight of steps without a ramp for wheels.
    pub steps: bool,
    /// Whether it is a ferry.
    pub ferry: bool,
}

/// Why a way is not walked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotWalked {
    /// A motorway, its slip road, or another road marked as one.
    Motorway,
    /// Not built yet, or no longer there.
    NotThere,
    /// No kind of way that people walk, such as a race track or a bus guideway.
    OtherKind,
    /// A tag keeps walkers out.
    NoWalkers,
    /// A tag keeps out everybody who has no business there.
    Private,
}

impl NotWalked {
    /// All reasons.
    pub const ALL: [Self; 5] =
        [Self::Motorway, Self::NotThere, Self::OtherKind, Self::NoWalkers, Self::Private];

    /// The reason in words, to follow "left out because".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Motorway => "they are motorways or roads marked as such",
            Self::NotThere => "they are not built, or no longer there",
            Self::OtherKind => "they are of a kind that nobody walks",
            Self::NoWalkers => "a tag keeps walkers out",
            Self::Private => "a tag keeps out everybody who has no business there",
        }
    }
}

impl fmt::Display for NotWalked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.words())
    }
}

/// Says how a way is walked, from its tags.
///
/// # Errors
/// [`NotWalked`]: why it is not.
///
/// # Examples
/// ```
/// use wardwise::network::walk::{NotWalked, judge};
/// let of = |tags: &'static [(&str, &str)]| {
///     judge(|key| tags.iter().find(|(k, _)| *k == key).map(|(_, v)| *v))
/// };
/// assert!(of(&[("highway", "residential"), ("oneway", "yes")]).is_ok());
/// assert_eq!(of(&[("highway", "motorway"), ("foot", "yes")]), Err(NotWalked::Motorway));
/// assert_eq!(of(&[("highway", "service"), ("access", "private")]), Err(NotWalked::Private));
/// ```
pub fn judge<'t>(tag: impl Fn(&str) -> Option<&'t str>) -> Result<Footing, NotWalked> {
    let has = |key: &str, words: &[&str]| tag(key).is_some_and(|value| words.contains(&value));
    let let_in = has("foot", &YES);
    let kind = tag("highway");
    let ferry = kind.is_none() && tag("route") == Some("ferry");
    match kind {
        Some("motorway" | "motorway_link") => return Err(NotWalked::Motorway),
        Some("construction" | "proposed" | "planned" | "abandoned" | "razed" | "disused" | "no") => {
            return Err(NotWalked::NotThere);
        }
        Some(kind) if !WALKED.contains(&kind) && !let_in => return Err(NotWalked::OtherKind),
        None if !ferry => return Err(NotWalked::OtherKind),
        _ => {}
    }
    if has("foot", &NO) {
        return Err(NotWalked::NoWalkers);
    }
    if has("motorroad", &["yes"]) && !let_in {
        return Err(NotWalked::Motorway);
    }
    if has("access", &CLOSED) && !let_in {
        return Err(NotWalked::Private);
    }
    let wheels = has("ramp:wheelchair", &["yes"]) || has("wheelchair", &["yes", "designated"]);
    Ok(Footing { walk: direction(&tag), steps: kind == Some("steps") && !wheels, ferry })
}

/// Which way a way is walked. `oneway` speaks of wheels and is not read.
fn direction<'t>(tag: &impl Fn(&str) -> Option<&'t str>) -> Walk {
    let is = |key: &str, value: &str| tag(key) == Some(value);
    if is("oneway:foot", "yes")
        || is("oneway:foot", "1")
        || is("foot:backward", "no")
        || is("conveying", "forward")
    {
        Walk::Forward
    } else if is("oneway:foot", "-1") || is("foot:forward", "no") || is("conveying", "backward") {
        Walk::Backward
    } else {
        Walk::Both
    }
}

/// Whether a node stops a walker, from its tags.
pub fn is_blocked<'t>(tag: impl Fn(&str) -> Option<&'t str>) -> bool {
    let has = |key: &str, words: &[&str]| tag(key).is_some_and(|value| words.contains(&value));
    let Some(barrier) = tag("barrier") else { return false };
    if has("foot", &YES) {
        return false;
    }
    has("foot", &NO) || has("access", &CLOSED) || has("locked", &["yes"]) || WALLS.contains(&barrier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(tags: &[(&'static str, &'static str)]) -> Result<Footing, NotWalked> {
        judge(|key| tags.iter().find(|(k, _)| *k == key).map(|(_, value)| *value))
    }

    fn walk(tags: &[(&'static str, &'static str)]) -> Walk {
        of(tags).expect("walked").walk
    }

    #[test]
    fn a_street_for_cars_one_way_is_walked_both_ways() {
        assert_eq!(walk(&[("highway", "primary"), ("oneway", "yes")]), Walk::Both);
        assert_eq!(walk(&[("highway", "footway"), ("oneway:foot", "yes")]), Walk::Forward);
        assert_eq!(walk(&[("highway", "steps"), ("conveying", "backward")]), Walk::Backward);
    }

    #[test]
    fn the_tag_for_walkers_outranks_the_tag_for_everybody() {
        assert!(of(&[("highway", "track"), ("access", "private"), ("foot", "designated")]).is_ok());
        assert_eq!(of(&[("highway", "track"), ("access", "yes"), ("foot", "no")]), Err(NotWalked::NoWalkers));
        assert!(of(&[("highway", "bus_guideway"), ("foot", "yes")]).is_ok());
        assert_eq!(of(&[("highway", "raceway")]), Err(NotWalked::OtherKind));
    }

    #[test]
    fn motorways_are_never_walked_and_motor_roads_only_where_a_tag_says_so() {
        assert_eq!(of(&[("highway", "motorway_link"), ("foot", "yes")]), Err(NotWalked::Motorway));
        assert_eq!(of(&[("highway", "trunk"), ("motorroad", "yes")]), Err(NotWalked::Motorway));
        assert!(of(&[("highway", "trunk")]).is_ok());
    }

    #[test]
    fn steps_with_a_ramp_count_as_level_and_ferries_are_marked() {
        assert!(of(&[("highway", "steps")]).expect("walked").steps);
        assert!(!of(&[("highway", "steps"), ("ramp:wheelchair", "yes")]).expect("walked").steps);
        assert!(of(&[("route", "ferry")]).expect("walked").ferry);
        assert_eq!(of(&[("route", "bus")]), Err(NotWalked::OtherKind));
    }

    #[test]
    fn gates_let_walkers_through_unless_they_are_locked_or_walls() {
        let of = |tags: &[(&'static str, &'static str)]| {
            is_blocked(|key| tags.iter().find(|(k, _)| *k == key).map(|(_, value)| *value))
        };
        assert!(!of(&[("barrier", "gate")]) && !of(&[("barrier", "stile")]));
        assert!(of(&[("barrier", "gate"), ("locked", "yes")]));
        assert!(of(&[("barrier", "gate"), ("access", "private")]));
        assert!(of(&[("barrier", "wall")]) && !of(&[("barrier", "wall"), ("foot", "yes")]));
        assert!(!of(&[("access", "private")]), "a tag without a barrier stops nobody at the node");
    }
}

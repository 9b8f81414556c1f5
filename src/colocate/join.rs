//! Records of several registers that tell of one building.
//!
//! Two records are one building when they name the same UPRN, or the same
//! name at the same point. Of each field the register named first is
//! believed; what another says differently is kept and shown.

use std::collections::BTreeMap;

use crate::model::Field;

use super::building::Building;
use super::told::{Known, Told};
use super::words;

/// Two registers that say different things of one building.
#[derive(Debug, Clone, PartialEq)]
pub struct Disagreement {
    /// The building, by position in the estate.
    pub building: u32,
    /// Of what.
    pub field: Field,
    /// What is believed, and the record that says it: register and row.
    pub believed: (String, (u16, u64)),
    /// What the other says.
    pub other: (String, (u16, u64)),
}

/// Buildings after the join.
pub(super) struct Joined {
    pub buildings: Vec<Building>,
    pub disagreements: Vec<Disagreement>,
}

/// Joins buildings of several registers. `first` is the position that the
/// first of them will have in the estate.
pub(super) fn join(buildings: Vec<Building>, first: usize) -> Joined {
    let mut joined = Joined { buildings: Vec::with_capacity(buildings.len()), disagreements: Vec::new() };
    let mut by_uprn: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_spot: BTreeMap<(String, i64, i64), usize> = BTreeMap::new();
    for building in buildings {
        let uprn = building.uprn.value().cloned();
        let spot = spot(&building);
        let register = building.records[0].0;
        // Two records of one register are two buildings: its publisher tells them apart.
        let other = |at: &usize| joined.buildings[*at].records.iter().all(|(held, _)| *held != register);
        let same_name = |at: &usize| alike(&joined.buildings[*at].name, &building.name);
        let by_number =
            uprn.as_ref().and_then(|uprn| by_uprn.get(uprn).copied()).filter(other).filter(same_name);
        let found =
            by_number.or_else(|| spot.as_ref().and_then(|spot| by_spot.get(spot).copied()).filter(other));
        let at = if let Some(at) = found {
            let told = merge(&mut joined.buildings[at], building, as_u32(first + at));
            joined.disagreements.extend(told);
            at
        } else {
            joined.buildings.push(building);
            joined.buildings.len() - 1
        };
        uprn.map(|uprn| by_uprn.entry(uprn).or_insert(at));
        spot.map(|spot| by_spot.entry(spot).or_insert(at));
    }
    joined
}

fn as_u32(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The name and the point to the metre.
fn spot(building: &Building) -> Option<(String, i64, i64)> {
    let (at, _) = building.at?;
    #[expect(clippy::cast_possible_truncation, reason = "metres of the National Grid")]
    let metre = |value: f64| value.round() as i64;
    Some((words::plain(&building.name), metre(at.e), metre(at.n)))
}

/// Whether two names may be of one building: one has all the words of the other.
fn alike(a: &str, b: &str) -> bool {
    let (a, b) = (words::plain(a), words::plain(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    short.split(' ').all(|word| long.split(' ').any(|other| other == word))
}

/// Adds what another record tells; gives what it says differently.
fn merge(held: &mut Building, other: Building, at: u32) -> Vec<Disagreement> {
    let (ours, theirs) = (held.records[0], other.records[0]);
    let mut found = Vec::new();
    let mut note = |field: Field, mine: Option<String>, other: Option<String>| {
        if let (Some(mine), Some(other)) = (mine, other)
            && mine != other
        {
            found.push(Disagreement { building: at, field, believed: (mine, ours), other: (other, theirs) });
        }
    };
    macro_rules! take {
        ($($field:ident: $kind:ident, $words:expr;)*) => {
            $(
                note(Field::$kind, said(&held.$field, $words), said(&other.$field, $words));
                if other.$field.tells_more_than(&held.$field) { held.$field = other.$field; }
            )*
        };
    }
    if held.at.is_none() {
        held.at = other.at;
    }
    take! {
        owner: Owner, Clone::clone;
        partner: Partner, |kind| kind.key().to_owned();
        uprn: Uprn, Clone::clone;
        hours: Hours, super::hours::Week::words;
        tenure: Tenure, |tenure| tenure.key().to_owned();
        tenure_detail: TenureDetail, Clone::clone;
        lease_end: LeaseEnd, ToString::to_string;
        sharing: Sharing, |answer| answer.key().to_owned();
        floor_area: FloorArea, |area| format!("{area} m²");
        spare_area: SpareArea, |area| format!("{area} m²");
        spare_desks: SpareDesks, std::string::ToString::to_string;
        spare_sessions: SpareSessions, std::string::ToString::to_string;
        step_free: StepFree, |answer| answer.key().to_owned();
        condition: Condition, |grade| grade.key().to_owned();
        running_cost: RunningCost, |cost| format!("£{cost}");
        compliance_until: ComplianceUntil, ToString::to_string;
        separate_space: SeparateSpace, |answer| answer.key().to_owned();
        secure_space: SecureSpace, |answer| answer.key().to_owned();
        services: Services, |terms| terms.join("; ");
    }
    held.records.extend(other.records);
    found
}

/// What is said, in words; `None` where nothing is, or nothing that is understood.
fn said<T>(told: &Told<T>, words: impl Fn(&T) -> String) -> Option<String> {
    match &told.known {
        Known::Is(value) => Some(words(value)),
        Known::Unread(_) | Known::Missing => None,
    }
}

//! The same levels, for groups of residents.

use super::level::Level;

/// How well one group of residents is served.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GroupAccess {
    /// Members of the group.
    pub members: f64,
    /// Mean level over members with a site in reach; `None` where none has.
    pub mean: Option<f64>,
    /// Members with a way to some site, but none within the threshold.
    pub none_in_reach: f64,
    /// Members with no way to any site.
    pub unreachable: f64,
}

/// Sums the levels of origins up for one group: `members` of it live at each.
/// Members without a site in reach are counted apart: they are no part of the
/// mean, which would else be called better than it is.
#[must_use]
pub fn by_group(levels: &[Level], members: &[f64]) -> GroupAccess {
    let mut access = GroupAccess { members: 0.0, mean: None, none_in_reach: 0.0, unreachable: 0.0 };
    let (mut served, mut sum) = (0.0, 0.0);
    for (level, people) in levels.iter().zip(members) {
        access.members += people;
        match level {
            Level::Of(value) => {
                served += people;
                sum += people * value;
            }
            Level::NoneInReach => access.none_in_reach += people,
            Level::Unreachable => access.unreachable += people,
        }
    }
    access.mean = (served > 0.0).then(|| sum / served);
    access
}

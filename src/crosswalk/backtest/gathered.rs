//! One level up: groups of small areas that stand at one point each.

use crate::geom::Grid;

/// The people of each group, all at the member nearest to where they live on
/// average; 0 at every other member.
///
/// Real small areas are weighed at one point and cut by the lines of targets.
/// Their own truths are then not known; but those of their *groups* are, when
/// a group is weighed the same way and cut the same way. As
/// [`super::Weights`] of a back-test, this tells what such cuts cost.
///
/// The three slices have one entry for each small area; entries beyond the
/// shortest are left out. Of members equally near, the first is taken.
#[must_use]
pub fn gathered(groups: &[u32], points: &[Grid], people: &[f64]) -> Vec<f64> {
    let members = || groups.iter().map(|group| *group as usize).zip(points.iter().zip(people));
    let n_groups = members().map(|(group, _)| group + 1).max().unwrap_or_default();
    let mut sums = vec![(0.0, 0.0, 0.0); n_groups];
    for (group, (point, people)) in members() {
        let (e, n, whole) = sums[group];
        sums[group] = (e + point.e * people, n + point.n * people, whole + people);
    }
    let mut nearest: Vec<Option<(f64, usize)>> = vec![None; n_groups];
    for (at, (group, (point, _))) in members().enumerate() {
        let (e, n, whole) = sums[group];
        let far = (point.e - e / whole).hypot(point.n - n / whole);
        if nearest[group].is_none_or(|(least, _)| far < least) {
            nearest[group] = Some((far, at));
        }
    }
    let mut gathered = vec![0.0; members().count()];
    for (found, (.., whole)) in nearest.into_iter().zip(sums) {
        if let Some((_, at)) = found {
            gathered[at] = whole;
        }
    }
    gathered
}

#[cfg(test)]
mod tests {
    use super::gathered;
    use crate::geom::Grid;

    #[test]
    fn a_group_stands_where_most_of_its_people_are() {
        let points = [0.0, 10.0, 30.0, 5.0, 6.0].map(|e| Grid { e, n: 0.0 });
        let people = [1.0, 5.0, 2.0, 0.0, 0.0];
        assert_eq!(gathered(&[1, 1, 1, 0, 0], &points, &people), [0.0, 8.0, 0.0, 0.0, 0.0]);
    }
}

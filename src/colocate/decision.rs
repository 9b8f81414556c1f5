//! What people decided about candidates.

use jiff::Timestamp;

use crate::assess::intervals::{Interval, Level, wilson};
use crate::model::SearchId;

/// The longest reason, in characters.
pub const MOST_REASON_CHARS: usize = 1_000;

/// The longest name of a candidate, in bytes.
const MOST_SUBJECT_BYTES: usize = 1_000;

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// A candidate is worth following up.
    Shortlist,
    /// A candidate is taken off the shortlist again.
    Unlist,
    /// Two services are a duplicate.
    Confirm,
    /// They are none.
    Dismiss,
    /// It is open again whether they are.
    Reopen,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 5] = [Self::Shortlist, Self::Unlist, Self::Confirm, Self::Dismiss, Self::Reopen];

    /// The name used in the store and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Shortlist => "shortlist",
            Self::Unlist => "unlist",
            Self::Confirm => "confirm",
            Self::Dismiss => "dismiss",
            Self::Reopen => "reopen",
        }
    }

    /// The verdict of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.key() == key)
    }

    /// Whether it is about two services rather than a service and a building.
    #[must_use]
    pub fn is_of_duplicates(self) -> bool {
        matches!(self, Self::Confirm | Self::Dismiss | Self::Reopen)
    }
}

/// One decision, as it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDecision {
    /// The search.
    pub search: SearchId,
    /// The candidate or duplicate, by its id.
    pub subject: String,
    /// What.
    pub verdict: Verdict,
    /// Why: a decision without a reason is none.
    pub reason: String,
}

/// One decision, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Counts up by one.
    pub number: u64,
    /// What was decided.
    pub made: NewDecision,
    /// Version of the place that it was made on.
    pub place_version: u64,
    /// When.
    pub at: Timestamp,
}

impl NewDecision {
    /// A decision with its reason in order.
    ///
    /// # Errors
    /// The field that is wrong, and what is wrong with it.
    pub fn check(
        search: SearchId,
        subject: &str,
        verdict: &str,
        reason: &str,
    ) -> Result<Self, (&'static str, String)> {
        let verdict = Verdict::from_key(verdict).ok_or_else(|| {
            (
                "verdict",
                format!("'{verdict}' is no verdict; there are {}", Verdict::ALL.map(Verdict::key).join(", ")),
            )
        })?;
        let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        if reason.is_empty() {
            return Err(("reason", "say why, in a sentence that others will understand".to_owned()));
        }
        if reason.chars().count() > MOST_REASON_CHARS {
            return Err(("reason", format!("a reason has at most {MOST_REASON_CHARS} characters")));
        }
        if subject.trim().is_empty() || subject.len() > MOST_SUBJECT_BYTES {
            return Err(("subject", "name the candidate by its id".to_owned()));
        }
        Ok(Self { search, subject: subject.to_owned(), verdict, reason })
    }
}

/// The decision that stands for each subject of a search: the latest.
#[must_use]
pub fn standing<'a>(decisions: &'a [Decision], search: &SearchId, subject: &str) -> Option<&'a Decision> {
    let of = |one: &&Decision| one.made.search == *search && one.made.subject == subject;
    decisions.iter().filter(of).max_by_key(|one| one.number)
}

/// How many of the possible duplicates that people judged are duplicates.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// Those that somebody confirmed or dismissed, and nobody opened again.
    pub judged: usize,
    /// Those confirmed.
    pub confirmed: usize,
    /// The share confirmed, 0 to 1, with its Wilson interval at 95 %; `None` where nothing is judged.
    pub precision: Option<Interval>,
}

/// The precision of the search for duplicates, by what people decided of it so
/// far. Whoever judges only the first of a list judges the surest.
#[must_use]
pub fn judged<'a>(
    decisions: &[Decision],
    search: &SearchId,
    subjects: impl Iterator<Item = &'a str>,
) -> Judged {
    let verdicts =
        subjects.filter_map(|subject| standing(decisions, search, subject)).map(|one| one.made.verdict);
    let (mut judged, mut confirmed) = (0, 0);
    for verdict in verdicts {
        judged += usize::from(matches!(verdict, Verdict::Confirm | Verdict::Dismiss));
        confirmed += usize::from(verdict == Verdict::Confirm);
    }
    #[expect(clippy::cast_precision_loss, reason = "decisions that people made by hand")]
    let precision = wilson(confirmed as f64, judged as f64, Level::P95).ok();
    Judged { judged, confirmed, precision }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_needs_a_reason_and_a_verdict_that_is_known() {
        let search: SearchId = "advice".parse().expect("an id");
        let check = |verdict: &str, reason: &str| {
            NewDecision::check(search.clone(), "a > b", verdict, reason).map_err(|(field, _)| field)
        };
        assert_eq!(check("shortlist", "  ").expect_err("no reason"), "reason");
        assert_eq!(check("shortlist", &"x".repeat(1_001)).expect_err("too long"), "reason");
        assert_eq!(check("maybe", "why not").expect_err("no verdict"), "verdict");
        assert_eq!(check("confirm", " a\n b ").expect("a decision").reason, "a b");
    }

    #[test]
    fn precision_counts_what_stands_and_says_nothing_of_nothing() {
        let search: SearchId = "advice".parse().expect("an id");
        let made = |number, subject: &str, verdict: &str| Decision {
            number,
            made: NewDecision::check(search.clone(), subject, verdict, "seen").expect("a decision"),
            place_version: 1,
            at: Timestamp::UNIX_EPOCH,
        };
        let all = [
            made(1, "a", "confirm"),
            made(2, "b", "confirm"),
            made(3, "b", "dismiss"),
            made(4, "c", "confirm"),
            made(5, "c", "reopen"),
            made(6, "d", "confirm"),
            made(7, "e", "confirm"),
        ];
        let told = judged(&all, &search, ["a", "b", "c", "d", "never"].into_iter());
        assert_eq!((told.judged, told.confirmed), (3, 2), "c was opened again, e is found no longer");
        let range = told.precision.expect("an interval");
        assert!((range.low - 0.207_660).abs() < 1e-6 && (range.high - 0.938_508).abs() < 1e-6, "{range:?}");
        assert_eq!(judged(&all, &search, std::iter::empty()).precision, None);
    }
}

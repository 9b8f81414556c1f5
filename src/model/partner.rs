//! Kinds of organisation that own buildings and run services.

/// What kind of organisation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PartnerType {
    /// A council of any tier.
    Council,
    /// The NHS, general practice and public health.
    Health,
    /// Police.
    Police,
    /// Fire and rescue.
    Fire,
    /// Schools, colleges and universities.
    Education,
    /// Housing associations.
    Housing,
    /// Charities and community organisations.
    Voluntary,
    /// Faith bodies.
    Faith,
    /// Departments of the national government.
    Government,
    /// Companies.
    Business,
}

/// Words in an organisation's name that tell its kind. The first kind with a
/// word in the name counts, so that "Fire Authority" is no council and
/// "Parochial Church Council" neither.
const WORDS: [(PartnerType, &[&str]); 9] = [
    (
        PartnerType::Faith,
        &["church", "diocese", "parochial", "mosque", "gurdwara", "temple", "faith", "interfaith", "chapel"],
    ),
    (PartnerType::Fire, &["fire"]),
    (PartnerType::Police, &["police", "constabulary"]),
    (
        PartnerType::Health,
        &["nhs", "health", "hospital", "surgery", "icb", "medical", "clinic", "care board"],
    ),
    (PartnerType::Education, &["school", "academy", "academies", "college", "university"]),
    (PartnerType::Housing, &["housing", "homes"]),
    (
        PartnerType::Voluntary,
        &[
            "voluntary",
            "charity",
            "charitable",
            "cic",
            "cio",
            "volunteer",
            "community interest",
            "citizens advice",
        ],
    ),
    (PartnerType::Government, &["department", "ministry", "government", "jobcentre", "hm courts"]),
    (PartnerType::Council, &["council", "borough", "city of", "local authority", "corporation of london"]),
];

impl PartnerType {
    /// All kinds.
    pub const ALL: [Self; 10] = [
        Self::Council,
        Self::Health,
        Self::Police,
        Self::Fire,
        Self::Education,
        Self::Housing,
        Self::Voluntary,
        Self::Faith,
        Self::Government,
        Self::Business,
    ];

    /// The name used in manifests and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::Health => "health",
            Self::Police => "police",
            Self::Fire => "fire",
            Self::Education => "education",
            Self::Housing => "housing",
            Self::Voluntary => "voluntary",
            Self::Faith => "faith",
            Self::Government => "government",
            Self::Business => "business",
        }
    }

    /// The kind of a written name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The kind that a name of an organisation tells; `None` where it tells none.
    ///
    /// # Examples
    /// ```
    /// use wardwise::model::PartnerType;
    /// assert_eq!(PartnerType::of_name("West Midlands Fire Service"), Some(PartnerType::Fire));
    /// assert_eq!(PartnerType::of_name("Cheltenham Borough Council"), Some(PartnerType::Council));
    /// assert_eq!(PartnerType::of_name("Acme"), None);
    /// ```
    #[must_use]
    pub fn of_name(name: &str) -> Option<Self> {
        let words: Vec<String> = name
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let plain = format!(" {} ", words.join(" "));
        let tells = |word: &&str| plain.contains(&format!(" {word} "));
        WORDS.iter().find(|(_, known)| known.iter().any(&tells)).map(|(kind, _)| *kind)
    }

    /// What a building or service of this kind is called: "a council building".
    #[must_use]
    pub fn adjective(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::Health => "health",
            Self::Police => "police",
            Self::Fire => "fire and rescue",
            Self::Education => "education",
            Self::Housing => "housing",
            Self::Voluntary => "voluntary-sector",
            Self::Faith => "faith",
            Self::Government => "government",
            Self::Business => "private",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parochial_church_council_is_no_council() {
        assert_eq!(PartnerType::of_name("St Mary's Parochial Church Council"), Some(PartnerType::Faith));
        assert_eq!(PartnerType::of_name("Elver Valley NHS Trust"), Some(PartnerType::Health));
        assert_eq!(PartnerType::of_name("Firestone Ltd"), None, "whole words alone tell");
    }
}

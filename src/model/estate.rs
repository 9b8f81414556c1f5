//! What a manifest says of registers of buildings and services: which column
//! holds what.

use std::collections::BTreeMap;

use super::id::{DatasetId, EditionId};
use super::partner::PartnerType;

/// What the records of a register are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holds {
    /// Buildings that could share.
    Buildings,
    /// Services that could move.
    Services,
}

/// Something that a register may tell of a building or a service. All are
/// optional: real registers are thin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Who owns the building or runs the service.
    Owner,
    /// Kind of that organisation.
    Partner,
    /// Unique property reference number.
    Uprn,
    /// When it is open.
    Hours,
    /// Freehold, leasehold and the like.
    Tenure,
    /// Who occupies, and by what right.
    TenureDetail,
    /// Last day of the lease.
    LeaseEnd,
    /// Whether the owner or landlord lets others share.
    Sharing,
    /// Floor area in m².
    FloorArea,
    /// Spare floor in m².
    SpareArea,
    /// Spare desks.
    SpareDesks,
    /// Spare sessions a week.
    SpareSessions,
    /// Whether one gets in and about without steps.
    StepFree,
    /// Condition, A to D.
    Condition,
    /// Running cost a year in pounds.
    RunningCost,
    /// Last day on which its statutory checks are in date.
    ComplianceUntil,
    /// Whether part of it can be kept apart: own entrance, waiting room and toilets.
    SeparateSpace,
    /// Whether it has a secure room for records and confidential talk.
    SecureSpace,
    /// Services that are in it.
    Services,
    /// Terms of a taxonomy for what the service does.
    Term,
    /// Floor that the service needs, in m².
    NeedsArea,
    /// Desks that it needs.
    NeedsDesks,
    /// Sessions a week that it needs.
    NeedsSessions,
    /// Whether its users must be kept apart from others.
    NeedsSeparation,
    /// Whether it needs a secure room.
    NeedsSecure,
    /// Id of the building that it is in.
    Building,
}

use Field as F;

/// Fields of buildings.
const OF_BUILDINGS: [Field; 19] = [
    F::Owner,
    F::Partner,
    F::Uprn,
    F::Hours,
    F::Tenure,
    F::TenureDetail,
    F::LeaseEnd,
    F::Sharing,
    F::FloorArea,
    F::SpareArea,
    F::SpareDesks,
    F::SpareSessions,
    F::StepFree,
    F::Condition,
    F::RunningCost,
    F::ComplianceUntil,
    F::SeparateSpace,
    F::SecureSpace,
    F::Services,
];

/// Fields of services.
const OF_SERVICES: [Field; 10] = [
    F::Owner,
    F::Partner,
    F::Hours,
    F::Term,
    F::NeedsArea,
    F::NeedsDesks,
    F::NeedsSessions,
    F::NeedsSeparation,
    F::NeedsSecure,
    F::Building,
];

impl Field {
    /// The fields that a register of this kind may tell.
    #[must_use]
    pub fn of(holds: Holds) -> &'static [Self] {
        match holds {
            Holds::Buildings => &OF_BUILDINGS,
            Holds::Services => &OF_SERVICES,
        }
    }

    /// The name used in manifests and on the wire.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            F::Owner => "owner",
            F::Partner => "partner",
            F::Uprn => "uprn",
            F::Hours => "hours",
            F::Tenure => "tenure",
            F::TenureDetail => "tenure_detail",
            F::LeaseEnd => "lease_end",
            F::Sharing => "sharing",
            F::FloorArea => "floor_area",
            F::SpareArea => "spare_area",
            F::SpareDesks => "spare_desks",
            F::SpareSessions => "spare_sessions",
            F::StepFree => "step_free",
            F::Condition => "condition",
            F::RunningCost => "running_cost",
            F::ComplianceUntil => "compliance_until",
            F::SeparateSpace => "separate_space",
            F::SecureSpace => "secure_space",
            F::Services => "services",
            F::Term => "term",
            F::NeedsArea => "needs_area",
            F::NeedsDesks => "needs_desks",
            F::NeedsSessions => "needs_sessions",
            F::NeedsSeparation => "needs_separation",
            F::NeedsSecure => "needs_secure",
            F::Building => "building",
        }
    }

    /// The field of a written name, for registers of this kind.
    #[must_use]
    pub fn from_key(holds: Holds, key: &str) -> Option<Self> {
        Self::of(holds).iter().copied().find(|field| field.key() == key)
    }

    /// The name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            F::Owner => "organisation",
            F::Partner => "kind of organisation",
            F::Uprn => "UPRN",
            F::Hours => "opening hours",
            F::Tenure => "tenure",
            F::TenureDetail => "tenure detail",
            F::LeaseEnd => "end of lease",
            F::Sharing => "sharing allowed",
            F::FloorArea => "floor area",
            F::SpareArea => "spare floor",
            F::SpareDesks => "spare desks",
            F::SpareSessions => "spare sessions",
            F::StepFree => "step-free access",
            F::Condition => "condition",
            F::RunningCost => "running cost",
            F::ComplianceUntil => "compliance in date until",
            F::SeparateSpace => "space that can be kept apart",
            F::SecureSpace => "secure room",
            F::Services => "services in the building",
            F::Term => "kind of service",
            F::NeedsArea => "floor needed",
            F::NeedsDesks => "desks needed",
            F::NeedsSessions => "sessions needed",
            F::NeedsSeparation => "users to be kept apart",
            F::NeedsSecure => "secure room needed",
            F::Building => "building that it is in",
        }
    }

    /// Headers by which the field is known where a manifest names no column:
    /// letters and figures only, likeliest first. They are those of the Local
    /// Government Transparency Code, of the government's `InSite` register and
    /// of Open Referral UK, and what councils make of them.
    #[must_use]
    pub fn headers(self) -> &'static [&'static str] {
        match self {
            F::Owner => &[
                "owner",
                "ownername",
                "owningorganisation",
                "organisation",
                "organisationname",
                "organization",
                "department",
                "provider",
                "authority",
                "localauthority",
            ],
            F::Partner => &["partnertype", "organisationtype", "ownertype", "sector"],
            F::Uprn => &["uprn", "uniquepropertyreferencenumber", "propertyuprn"],
            F::Hours => &["openinghours", "hoursofopening", "openingtimes", "opening"],
            F::Tenure => &["tenuretype", "tenure", "holdingtenure", "legalinterest", "interest"],
            F::TenureDetail => &["tenuredetail", "tenuredetails", "tenurenotes"],
            F::LeaseEnd => &[
                "leaseend",
                "leaseenddate",
                "leaseexpiry",
                "leaseexpirydate",
                "expirydate",
                "holdingenddate",
            ],
            F::Sharing => &["sharingallowed", "sharing", "maybeshared", "availableforsharing"],
            F::FloorArea => &[
                "floorarea",
                "flooraream2",
                "floorareasqm",
                "gia",
                "giam2",
                "grossinternalarea",
                "grossinternalaream2",
                "nia",
                "niam2",
                "totalnia",
                "netinternalarea",
                "netinternalaream2",
                "sizeofassetbuilding",
            ],
            F::SpareArea => &[
                "sparearea",
                "sparearea2",
                "spareaream2",
                "sparefloorm2",
                "vacantarea",
                "vacantaream2",
                "vacantspace",
                "availablespace",
                "availablespacem2",
            ],
            F::SpareDesks => &["sparedesks", "vacantdesks", "availabledesks", "vacantworkstations"],
            F::SpareSessions => &["sparesessions", "sparesessionsaweek", "availablesessions"],
            F::StepFree => &["stepfreeaccess", "stepfree", "levelaccess", "accessible", "wheelchairaccess"],
            F::Condition => &["condition", "conditiongrade", "conditionrating", "conditioncategory"],
            F::RunningCost => {
                &["runningcost", "runningcostgbp", "annualrunningcost", "runningcosts", "totalrunningcost"]
            }
            F::ComplianceUntil => {
                &["complianceuntil", "compliancevaliduntil", "compliancedue", "nextcomplianceinspection"]
            }
            F::SeparateSpace => &["separatespace", "separateentrance", "separateentranceandwaiting"],
            F::SecureSpace => &["securespace", "secureroom", "securestorage", "securedataspace"],
            F::Services => &["serviceshosted", "services", "servicesinbuilding"],
            F::Term => &["taxonomyterms", "taxonomyterm", "servicetype", "servicecategory", "term"],
            F::NeedsArea => &["needsm2", "needsaream2", "floorneededm2", "spaceneededm2"],
            F::NeedsDesks => &["needsdesks", "desksneeded"],
            F::NeedsSessions => &["needssessions", "sessionsneeded", "sessionsaweek"],
            F::NeedsSeparation => &["needsseparation", "safeguardingseparation"],
            F::NeedsSecure => &["needssecureroom", "needssecure", "needssecurespace"],
            F::Building => &["buildingid", "building", "buildingref", "assetcode"],
        }
    }
}

/// Where a field of a register comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldFrom {
    /// A column.
    Column(String),
    /// The same for all records: a register of one organisation need not say so in each row.
    Text(String),
    /// Opening hours in seven columns, Monday first.
    Days(Vec<String>),
}

impl FieldFrom {
    /// The columns that it reads.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let columns = match self {
            Self::Column(column) => std::slice::from_ref(column),
            Self::Text(_) => &[],
            Self::Days(days) => days.as_slice(),
        };
        columns.iter().map(String::as_str)
    }
}

/// A register whose records are buildings or services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EstateSource {
    /// What its records are.
    pub holds: Holds,
    /// The register.
    pub register: DatasetId,
    /// One edition of it; `None` for the newest in view.
    pub edition: Option<EditionId>,
    /// Where each field comes from. A field that is not here is looked for by
    /// [`Field::headers`].
    pub fields: BTreeMap<Field, FieldFrom>,
    /// Rows that count: column, and the texts of which it must hold one.
    pub only: Vec<(String, Vec<String>)>,
    /// Rows that do not: column, and the texts of which it must hold none.
    pub leave_out: Vec<(String, Vec<String>)>,
    /// Registers with the same word here tell of the same buildings and are
    /// joined; where they disagree the one named first is believed.
    pub join: Option<String>,
    /// Layers whose areas services of a kind of organisation stay within.
    pub tied_to: BTreeMap<PartnerType, DatasetId>,
}

impl EstateSource {
    /// Every column that the manifest names, and which must be there.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let filters = self.only.iter().chain(&self.leave_out).map(|(column, _)| column.as_str());
        self.fields.values().flat_map(FieldFrom::columns).chain(filters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_key_and_headers_are_plain() {
        for holds in [Holds::Buildings, Holds::Services] {
            for field in Field::of(holds) {
                assert_eq!(Field::from_key(holds, field.key()), Some(*field));
                let plain =
                    |header: &&str| header.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
                assert!(field.headers().iter().all(plain), "{field:?}");
            }
        }
        assert_eq!(Field::from_key(Holds::Services, "tenure"), None);
    }
}

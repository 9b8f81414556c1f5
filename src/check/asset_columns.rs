//! The columns that councils publish of their land and buildings.
//!
//! The Local Government Transparency Code asks for these fields but not for
//! these headers, and `InSite` and the ePIMS returns name them otherwise, so
//! each field is known by many headers. Letters and figures alone decide:
//! `Tenure Detail`, `TenureDetail` and `tenure_detail` are one header.

/// A field of a register of assets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum AssetField {
    /// Who publishes or owns.
    Organisation,
    /// The code of that organisation.
    OrganisationCode,
    /// Unique property reference number.
    Uprn,
    /// The register's own reference.
    AssetId,
    /// Name of the building or land.
    Name,
    /// The whole address in one column, or its first line.
    Address,
    /// Street.
    Street,
    /// Town.
    Town,
    /// Postcode.
    Postcode,
    /// British National Grid easting.
    Easting,
    /// British National Grid northing.
    Northing,
    /// Degrees of longitude.
    Longitude,
    /// Degrees of latitude.
    Latitude,
    /// National grid reference in letters and figures.
    GridReference,
    /// Freehold, leasehold and the like.
    Tenure,
    /// Who occupies, for how long.
    TenureDetail,
    /// Land or building, and what it is held for.
    HoldingType,
    /// What it is used for.
    Use,
    /// Open, closed, surplus.
    Status,
}

/// Headers of each field, letters and figures only, likeliest first.
const HEADERS: [(AssetField, &[&str]); 19] = [
    (
        AssetField::Organisation,
        &[
            "organisation",
            "organisationname",
            "organization",
            "localauthority",
            "localauthorityname",
            "authority",
            "council",
            "owner",
            "ownername",
            "owningorganisation",
            "department",
            "publisherlabel",
            "operatingorganisation",
            "reporting",
            "lead organisation",
            "propertyowner",
            "frsfullname",
        ],
    ),
    (
        AssetField::OrganisationCode,
        &[
            "organisationlabel",
            "organisationcode",
            "organisationuri",
            "publisheruri",
            "localauthoritycode",
            "ecode",
        ],
    ),
    (AssetField::Uprn, &["uprn", "uniquepropertyreferencenumber", "propertyuprn", "siteuprn", "uprns"]),
    (
        AssetField::AssetId,
        &[
            "assetcode",
            "assetid",
            "uniqueassetid",
            "uniqueassetidentity",
            "uniqueassetidentifier",
            "assetreference",
            "assetref",
            "assetnumber",
            "propertyid",
            "propertyref",
            "propertyreference",
            "propertynumber",
            "holdingid",
            "siteid",
            "sitecode",
            "siteref",
            "urn",
            "practicecode",
            "neighbourhoodid",
            "id",
            "recordid",
        ],
    ),
    (
        AssetField::Name,
        &[
            "propertyname",
            "assetname",
            "nameofbuilding",
            "nameofthebuildinglandorboth",
            "buildingname",
            "sitename",
            "name",
            "establishmentname",
            "libraryname",
            "practicename",
            "stationname",
            "neighbourhoodname",
            "description",
            "propertydescription",
            "title",
        ],
    ),
    (
        AssetField::Address,
        &[
            "siteaddress",
            "address",
            "fulladdress",
            "propertyaddress",
            "assetaddress",
            "postaladdress",
            "addressline1",
            "address1",
            "stationaddress",
            "streetnumber",
        ],
    ),
    (AssetField::Street, &["streetname", "street", "road"]),
    (AssetField::Town, &["posttown", "town", "city", "postaltown"]),
    (
        AssetField::Postcode,
        &["postcode", "pcd", "pcds", "pcd7", "pcd8", "postalcode", "zip", "stationpostcode", "sitepostcode"],
    ),
    (
        AssetField::Easting,
        &[
            "geox",
            "easting",
            "eastings",
            "oseasting",
            "oseast1m",
            "xcoordinate",
            "gridx",
            "stationeasting",
            "bngx",
            "x",
            "mapreferenceeasting",
        ],
    ),
    (
        AssetField::Northing,
        &[
            "geoy",
            "northing",
            "northings",
            "osnorthing",
            "osnrth1m",
            "ycoordinate",
            "gridy",
            "stationnorthing",
            "bngy",
            "y",
            "mapreferencenorthing",
        ],
    ),
    (AssetField::Longitude, &["longitude", "long", "lon", "lng", "geolongitude"]),
    (AssetField::Latitude, &["latitude", "lat", "geolatitude"]),
    (
        AssetField::GridReference,
        &[
            "gridreference",
            "gridref",
            "osgridreference",
            "osgridref",
            "ngr",
            "mapreference",
            "nationalgridreference",
        ],
    ),
    (AssetField::Tenure, &["tenuretype", "tenure", "interest", "holdingtenure", "legalinterest"]),
    (AssetField::TenureDetail, &["tenuredetail", "tenuredetails", "tenurenotes", "interestdetail"]),
    (
        AssetField::HoldingType,
        &["holdingtype", "assettype", "landorbuilding", "buildingorland", "propertytype", "assetcategory"],
    ),
    (
        AssetField::Use,
        &[
            "use",
            "usage",
            "purpose",
            "currentuse",
            "propertyuse",
            "usetype",
            "type",
            "typeoflibrary",
            "typeofestablishment",
            "category",
        ],
    ),
    (
        AssetField::Status,
        &["status", "assetstatus", "establishmentstatus", "propertystatus", "surplusstatus"],
    ),
];

impl AssetField {
    /// The field that a header names; `None` for other headers.
    ///
    /// # Examples
    /// ```
    /// use wardwise::check::AssetField;
    /// assert_eq!(AssetField::of("Tenure Detail"), Some(AssetField::TenureDetail));
    /// assert_eq!(AssetField::of("GeoX"), Some(AssetField::Easting));
    /// assert_eq!(AssetField::of("members"), None);
    /// ```
    #[must_use]
    pub fn of(header: &str) -> Option<Self> {
        let plain: String =
            header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        HEADERS.iter().find(|(_, known)| known.contains(&plain.as_str())).map(|(field, _)| *field)
    }

    /// The field's name for people.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Organisation => "organisation",
            Self::OrganisationCode => "organisation code",
            Self::Uprn => "UPRN",
            Self::AssetId => "asset id",
            Self::Name => "name",
            Self::Address => "address",
            Self::Street => "street",
            Self::Town => "town",
            Self::Postcode => "postcode",
            Self::Easting => "easting",
            Self::Northing => "northing",
            Self::Longitude => "longitude",
            Self::Latitude => "latitude",
            Self::GridReference => "grid reference",
            Self::Tenure => "tenure",
            Self::TenureDetail => "tenure detail",
            Self::HoldingType => "holding type",
            Self::Use => "use",
            Self::Status => "status",
        }
    }
}

/// The columns whose headers are known, each field at most once: of two
/// columns for one field the one with the likelier header, then the first.
#[must_use]
pub fn recognise(columns: &[String]) -> Vec<(usize, AssetField)> {
    let mut found: Vec<(usize, AssetField)> = Vec::new();
    for (field, known) in HEADERS {
        let plain = |header: &str| -> String {
            header.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let likeliest =
            known.iter().find_map(|header| columns.iter().position(|column| plain(column) == *header));
        found.extend(likeliest.map(|position| (position, field)));
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(columns: &[&str]) -> Vec<(usize, AssetField)> {
        recognise(&columns.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn the_two_forms_of_one_council_are_both_known() {
        let old = fields(&[
            "Organisation",
            "OrganisationLabel",
            "UPRN",
            "AssetCode",
            "PropertyName",
            "PostCode",
            "GeoX",
            "GeoY",
        ]);
        let new = fields(&[
            "Organisation",
            "Organisation Label",
            "UPRN",
            "AssetCode",
            "Site Address",
            "GeoX",
            "GeoY",
            "Tenure Detail",
        ]);
        let has = |found: &[(usize, AssetField)], field| found.iter().any(|(_, known)| *known == field);
        for field in [AssetField::Uprn, AssetField::AssetId, AssetField::Easting, AssetField::Northing] {
            assert!(has(&old, field) && has(&new, field), "{field:?}");
        }
        assert!(has(&old, AssetField::Postcode) && has(&new, AssetField::TenureDetail));
    }

    #[test]
    fn a_field_is_given_to_one_column_only() {
        assert_eq!(fields(&["x", "GeoX"]), [(1, AssetField::Easting)]);
    }
}

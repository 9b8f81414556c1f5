//! Made-up names. None is meant to be the name of a real ward, street or body.

use super::rng::Rng;

/// The town.
pub(crate) const TOWN: &str = "Elverham";

/// A name, and about where in the town it belongs: metres east and north of
/// the middle.
pub(crate) type Name = (&'static str, f64, f64);

/// Wards in force until 2023.
pub(crate) const OLD_WARDS: [Name; 18] = [
    ("Minster", -200.0, 200.0),
    ("Ropewalk", 900.0, 700.0),
    ("Saltings", 4200.0, -700.0),
    ("Thornholt", 2900.0, 2300.0),
    ("Gallowmere", 3700.0, 1100.0),
    ("Larkmoor", -600.0, 3100.0),
    ("Netherwick", -3000.0, -1300.0),
    ("Cindermoor", 1500.0, 2500.0),
    ("Withy Marsh", 1500.0, -1200.0),
    ("Swanreach", -2600.0, 1500.0),
    ("Hobb's Cross", -1100.0, -1200.0),
    ("Fallowfields", -4000.0, 800.0),
    ("Kestrel Bank", -1500.0, 2200.0),
    ("St Osric's", 300.0, 1300.0),
    ("Oxmead", 2300.0, -2600.0),
    ("Brackmoor", -3200.0, 2700.0),
    ("Marlpits", -3000.0, -2300.0),
    ("Hallowdene", -200.0, -2600.0),
];

/// Wards in force from 2023; several keep a name whose ground has changed.
pub(crate) const NEW_WARDS: [Name; 24] = [
    ("Minster & Castle Garth", 0.0, 100.0),
    ("Ropewalk", 1000.0, 600.0),
    ("Elverside", 900.0, -300.0),
    ("Saltings", 4300.0, -700.0),
    ("Thornholt North", 2900.0, 3000.0),
    ("Thornholt South", 2700.0, 1600.0),
    ("Gallowmere", 3900.0, 900.0),
    ("Larkmoor", -500.0, 3100.0),
    ("Upper Netherwick", -2800.0, -900.0),
    ("Nether Netherwick", -3700.0, -1700.0),
    ("Cindermoor", 1300.0, 2700.0),
    ("Tanners' Fields", -600.0, 500.0),
    ("Withy Marsh", 1500.0, -1400.0),
    ("Swanreach", -2400.0, 1400.0),
    ("Hobb's Cross", -1000.0, -1100.0),
    ("Fallowfields", -4100.0, 700.0),
    ("Kestrel Bank", -1300.0, 1700.0),
    ("St Osric's", 300.0, 1300.0),
    ("Oxmead & Penny Hill", 2500.0, -2500.0),
    ("Brackmoor", -3300.0, 2700.0),
    ("Marlpits", -2700.0, -2800.0),
    ("Hallowdene", -500.0, -2700.0),
    ("Coldharrow", 600.0, -2600.0),
    ("Winnowdale", -1900.0, 2900.0),
];

/// Police neighbourhoods.
pub(crate) const POLICE: [Name; 11] = [
    ("Elverham Centre", 200.0, 100.0),
    ("Riverside", 1700.0, -1100.0),
    ("Northfields & Larkmoor", -400.0, 2900.0),
    ("Gallowmere", 3600.0, 1500.0),
    ("Thornholt", 2500.0, 2600.0),
    ("Netherwick", -3200.0, -1400.0),
    ("Hospital & University", -1100.0, 1400.0),
    ("Saltings & Docks", 3900.0, -700.0),
    ("Marlpits & Hallowdene", -1200.0, -2500.0),
    ("West Villages", -3500.0, 1800.0),
    ("Oxmead", 1900.0, -2700.0),
];

/// Fire stations, and so their grounds.
pub(crate) const FIRE: [Name; 4] = [
    ("Elverham Central", 200.0, 800.0),
    ("Gallowmere", 3300.0, 1300.0),
    ("Netherwick", -3000.0, 0.0),
    ("Oxmead", 1200.0, -2400.0),
];

/// Health localities, known by name only. The dash is a windows-1252 character.
pub(crate) const LOCALITIES: [Name; 3] = [
    ("North – Larkmoor", -600.0, 2600.0),
    ("Elver Valley – Centre", 1500.0, 500.0),
    ("South – Hallowdene", -1500.0, -2000.0),
];

/// Housing patches of the largest landlord.
pub(crate) const PATCHES: [&str; 9] = [
    "Ropeworks Estate",
    "Foundry Rise",
    "Cinder Lane",
    "Larkmoor Towers",
    "Oxmead Court",
    "Tannery Flats",
    "Kiln Road",
    "Old Docks",
    "Signal Gardens",
];

const STREET_FIRST: [&str; 48] = [
    "Ropewalk",
    "Minster",
    "Tanner",
    "Osric",
    "Elver",
    "Saltpan",
    "Cooper",
    "Weir",
    "Lantern",
    "Kiln",
    "Larch",
    "Hawthorn",
    "Sallow",
    "Plover",
    "Heron",
    "Curlew",
    "Barley",
    "Orchard",
    "Marl",
    "Quern",
    "Fuller",
    "Chandler",
    "Priory",
    "Almoner",
    "Sexton",
    "Beacon",
    "Lock",
    "Towpath",
    "Ferry",
    "Staithe",
    "Granary",
    "Malthouse",
    "Foundry",
    "Engine",
    "Signal",
    "Viaduct",
    "Jubilee",
    "Coronation",
    "Alder",
    "Rowan",
    "Willowherb",
    "Medlar",
    "Damson",
    "Hazel",
    "Teasel",
    "Bramble",
    "Swift",
    "Martlet",
];

const STREET_LAST: [&str; 14] = [
    "Street", "Road", "Lane", "Avenue", "Close", "Way", "Drive", "Terrace", "Crescent", "Grove", "Gardens",
    "Row", "Hill", "Place",
];

/// A street name.
pub(crate) fn street(rng: &mut Rng) -> String {
    format!("{} {}", rng.pick(&STREET_FIRST), rng.pick(&STREET_LAST))
}

/// The first word of a street name, for naming buildings after it.
pub(crate) fn word(rng: &mut Rng) -> &'static str {
    STREET_FIRST[rng.below(STREET_FIRST.len())]
}

/// A surname, for practices named after their founders.
pub(crate) fn surname(rng: &mut Rng) -> &'static str {
    const SURNAMES: [&str; 20] = [
        "Ashdown",
        "Bellweather",
        "Chaudhry",
        "Dacosta",
        "Eversley",
        "Farrow",
        "Gupta",
        "Hallam",
        "Iqbal",
        "Jessop",
        "Kowalski",
        "Lovelace",
        "Mbeki",
        "Nightingale",
        "Okafor",
        "Prentice",
        "Quill",
        "Rahman",
        "Sidhu",
        "Thackray",
    ];
    SURNAMES[rng.below(SURNAMES.len())]
}

//! Services that look for room: what runs them, where they are, what they need.
//!
//! The register is as thin as partners' own lists are: a need is often not
//! written, hours are in words, and some say only "by arrangement".

use super::super::rng::Rng;
use super::super::town::Town;
use super::super::write::delimited::{self, Habits};
use super::super::write::{Sheet, Value};
use super::Published;
use super::estate::{Asset, Estate};

/// A kind of service: who runs it, in what kinds of building it is now, and what it needs.
struct Kind {
    name: &'static str,
    term: &'static str,
    provider: &'static str,
    housed_in: &'static [&'static str],
    n: usize,
    desks: (usize, usize),
    secure: &'static str,
    separate: &'static str,
}

const KINDS: [Kind; 10] = [
    Kind {
        name: "Debt advice",
        term: "Debt advice",
        provider: "Elverham Voluntary Action",
        housed_in: &["Advice centre", "Voluntary hub"],
        n: 4,
        desks: (2, 5),
        secure: "Yes",
        separate: "No",
    },
    Kind {
        name: "Benefits advice",
        term: "Benefits advice; Debt advice",
        provider: "Elverham Voluntary Action",
        housed_in: &["Advice centre", "Village hall", "Church hall"],
        n: 5,
        desks: (1, 4),
        secure: "Yes",
        separate: "No",
    },
    Kind {
        name: "Housing advice drop-in",
        term: "Housing advice",
        provider: "Elverham Borough Council",
        housed_in: &["Council offices", "Community centre"],
        n: 4,
        desks: (2, 6),
        secure: "",
        separate: "No",
    },
    Kind {
        name: "Talking therapies",
        term: "Talking therapies",
        provider: "Elver Valley NHS Trust",
        housed_in: &["Clinic", "Health centre", "Mental health unit"],
        n: 5,
        desks: (3, 8),
        secure: "Yes",
        separate: "Yes",
    },
    Kind {
        name: "Health visiting clinic",
        term: "Health visiting",
        provider: "Elver Valley NHS Trust",
        housed_in: &["Health centre", "Clinic"],
        n: 5,
        desks: (2, 5),
        secure: "Yes",
        separate: "",
    },
    Kind {
        name: "Work coaching outreach",
        term: "Work coaching",
        provider: "Department for Employment Support",
        housed_in: &["Jobcentre"],
        n: 2,
        desks: (4, 9),
        secure: "Yes",
        separate: "No",
    },
    Kind {
        name: "Neighbourhood policing surgery",
        term: "Neighbourhood policing",
        provider: "Elver Constabulary",
        housed_in: &["Neighbourhood office", "Police station"],
        n: 5,
        desks: (2, 4),
        secure: "Yes",
        separate: "",
    },
    Kind {
        name: "Youth work",
        term: "Youth work",
        provider: "Elverham Borough Council",
        housed_in: &["Youth centre"],
        n: 4,
        desks: (1, 3),
        secure: "No",
        separate: "Yes",
    },
    Kind {
        name: "Adult learning",
        term: "Adult learning",
        provider: "Elverham College",
        housed_in: &["College building", "Community centre"],
        n: 4,
        desks: (6, 14),
        secure: "No",
        separate: "No",
    },
    Kind {
        name: "Tenancy surgery",
        term: "Tenancy advice",
        provider: "Ropeworks Homes",
        housed_in: &["Housing office", "Community room"],
        n: 4,
        desks: (1, 3),
        secure: "",
        separate: "No",
    },
];

/// The register, one row a service.
pub(crate) fn file(estate: &Estate, town: &Town) -> Published {
    let mut rng = Rng::named(estate.seed, "services");
    let mut sheet = Sheet::new(&[
        "ServiceId",
        "Service",
        "Provider",
        "Taxonomy Terms",
        "Building Id",
        "PostCode",
        "Needs Desks",
        "Opening Hours",
        "Needs Secure Room",
        "Needs Separation",
    ]);
    for kind in &KINDS {
        let houses: Vec<(usize, &Asset)> = estate
            .assets
            .iter()
            .enumerate()
            .filter(|(_, asset)| kind.housed_in.contains(&asset.kind))
            .collect();
        for _ in 0..kind.n.min(houses.len()) {
            let (at, house) = houses[rng.below(houses.len())];
            let number = sheet.rows.len() + 1;
            sheet.push(row(kind, number, (at, house), town, &mut rng));
        }
    }
    ("registers/services_2024.csv".into(), delimited::bytes(&sheet, Habits::PLAIN))
}

fn row(kind: &Kind, number: usize, (at, house): (usize, &Asset), town: &Town, rng: &mut Rng) -> Vec<Value> {
    let names_building = rng.chance(0.8);
    let word = house.name.split(' ').next().unwrap_or_default();
    vec![
        format!("SV{number:03}").into(),
        format!("{}, {word}", kind.name).into(),
        kind.provider.into(),
        kind.term.into(),
        if names_building { house.code(at).into() } else { Value::Empty },
        town.postal.of(house.block).into(),
        if rng.chance(0.75) { rng.between(kind.desks.0, kind.desks.1).into() } else { Value::Empty },
        if rng.chance(0.85) { hours(rng).into() } else { Value::Empty },
        kind.secure.into(),
        kind.separate.into(),
    ]
}

fn hours(rng: &mut Rng) -> &'static str {
    const HOURS: [&str; 6] = [
        "Mon-Fri 09:30-16:30",
        "Mon, Wed, Fri 10am-4pm",
        "Tuesday and Thursday 9:30am to 12:30pm",
        "Mon-Thu 9-5; Fri 9-4",
        "Wed 13:00-19:00",
        "By appointment",
    ];
    HOURS[rng.below(HOURS.len())]
}

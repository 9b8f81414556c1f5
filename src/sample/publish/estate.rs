//! Who owns which building, where it stands and what is done in it.

use super::super::line::{Point, distance};
use super::super::names;
use super::super::rng::{Rng, count, real};
use super::super::town::Town;

/// An owner with the buildings it has: kind, how many, and what is done there.
struct Owner {
    name: &'static str,
    label: &'static str,
    holdings: &'static [(&'static str, usize, &'static str)],
}

const OWNERS: [Owner; 14] = [
    Owner {
        name: "Elverham Borough Council",
        label: "99EV",
        holdings: &[
            ("Town hall", 1, "Customer services; Registrar; Democratic services"),
            ("Council offices", 4, "Housing advice; Adult social care; Planning"),
            ("Library", 9, "Lending library; Public computers"),
            ("Community centre", 18, "Room hire; Lunch club"),
            ("Children's centre", 8, "Stay and play; Health visiting; Family support"),
            ("Leisure centre", 4, "Swimming; Gym; Falls prevention"),
            ("Youth centre", 5, "Youth work; Careers advice"),
            ("Museum", 2, "Museum; School visits"),
            ("Care home", 4, "Residential care; Day care"),
            ("Primary school", 22, "School; Breakfast club"),
            ("Depot", 3, "Highways; Refuse collection"),
            ("Car park", 14, ""),
            ("Park pavilion", 8, "Changing rooms"),
            ("Allotments", 12, ""),
            ("Shop units", 12, ""),
            ("Public toilets", 5, ""),
        ],
    },
    Owner {
        name: "Elver Valley NHS Trust",
        label: "EVNHS",
        holdings: &[
            ("Hospital", 1, "Emergency care; Outpatients; Maternity"),
            ("Health centre", 8, "Community nursing; Physiotherapy; Podiatry"),
            ("Clinic", 8, "Blood tests; Sexual health; Speech therapy"),
            ("Mental health unit", 2, "Talking therapies; Crisis care"),
        ],
    },
    Owner {
        name: "Elver Valley Integrated Care Board",
        label: "EVICB",
        holdings: &[("Offices", 1, "Commissioning"), ("Surgery premises", 12, "General practice; Pharmacy")],
    },
    Owner {
        name: "Elver Constabulary",
        label: "EVPOL",
        holdings: &[
            ("Police headquarters", 1, "Front counter; Custody"),
            ("Police station", 3, "Front counter; Neighbourhood policing"),
            ("Neighbourhood office", 4, "Neighbourhood policing"),
        ],
    },
    Owner {
        name: "Elver Fire and Rescue Service",
        label: "EVFRS",
        holdings: &[
            ("Fire station", 4, "Fire cover; Safe and well visits"),
            ("Training centre", 1, "Training"),
        ],
    },
    Owner {
        name: "Ropeworks Homes",
        label: "RWH",
        holdings: &[
            ("Housing office", 4, "Tenancy advice; Repairs"),
            ("Sheltered scheme", 16, "Older people's housing; Lunch club"),
            ("Community room", 10, "Residents' meetings"),
        ],
    },
    Owner {
        name: "Marsh & Minster Housing",
        label: "MMH",
        holdings: &[
            ("Housing office", 2, "Tenancy advice"),
            ("Sheltered scheme", 8, "Older people's housing"),
        ],
    },
    Owner {
        name: "Elverham Voluntary Action",
        label: "EVA",
        holdings: &[
            ("Voluntary hub", 2, "Volunteer centre; Room hire"),
            ("Advice centre", 3, "Debt advice; Benefits advice"),
            ("Food bank", 4, "Food bank; Warm space"),
            ("Village hall", 8, "Room hire; Toddler group"),
        ],
    },
    Owner {
        name: "Diocese of Elverham",
        label: "DIOC",
        holdings: &[("Church hall", 14, "Toddler group; Warm space; Room hire"), ("Vicarage", 6, "")],
    },
    Owner {
        name: "Elverham Interfaith Council",
        label: "EIC",
        holdings: &[
            ("Mosque hall", 3, "Lunch club; Homework club"),
            ("Gurdwara", 2, "Community kitchen"),
            ("Chapel hall", 6, "Room hire; Warm space"),
        ],
    },
    Owner {
        name: "University of Elverham",
        label: "UOE",
        holdings: &[
            ("Teaching building", 5, "Higher education"),
            ("University library", 1, "Study space"),
            ("Sports hall", 1, "Sports; Community bookings"),
            ("Student services", 2, "Student support"),
        ],
    },
    Owner {
        name: "Elverham College",
        label: "COLL",
        holdings: &[("College building", 4, "Further education; Adult learning")],
    },
    Owner {
        name: "Lantern Academies Trust",
        label: "LAT",
        holdings: &[
            ("Primary academy", 10, "School; Breakfast club"),
            ("Secondary academy", 6, "School; Sports lettings"),
        ],
    },
    Owner {
        name: "Department for Employment Support",
        label: "DES",
        holdings: &[("Jobcentre", 2, "Benefits; Work coaching")],
    },
];

/// One building as its owner knows it.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    pub(crate) owner: &'static str,
    pub(crate) label: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) services: &'static str,
    pub(crate) name: String,
    pub(crate) number: usize,
    pub(crate) street: String,
    pub(crate) block: usize,
    pub(crate) at: Point,
    pub(crate) uprn: u64,
    pub(crate) area_m2: usize,
}

impl Asset {
    /// Its id in the asset register, by its position there.
    pub(crate) fn code(&self, at: usize) -> String {
        format!("{}/{:05}", self.label, 100 + at)
    }
}

/// All buildings, owner by owner.
#[derive(Debug, Clone)]
pub(crate) struct Estate {
    pub(crate) assets: Vec<Asset>,
    pub(crate) seed: u64,
}

impl Estate {
    /// Finds each building a place: apart from others of its kind, where people are.
    pub(crate) fn build(town: &Town) -> Self {
        let mut rng = Rng::named(town.seed, "estate");
        let mut estate = Self { assets: Vec::new(), seed: town.seed };
        for owner in &OWNERS {
            for &(kind, n, services) in owner.holdings {
                let mut taken: Vec<Point> = Vec::new();
                for _ in 0..n {
                    let block = site(town, owner.label, &taken, &mut rng);
                    taken.push(town.mesh.sites[block]);
                    let shared = rng.chance(0.07).then(|| estate.neighbour(town, block)).flatten();
                    let asset = estate.asset(town, owner, (kind, services), block, shared, &mut rng);
                    estate.assets.push(asset);
                }
            }
        }
        estate
    }

    /// A building of another owner near by, in which this one takes rooms.
    fn neighbour(&self, town: &Town, block: usize) -> Option<usize> {
        let here = town.mesh.sites[block];
        let near = self.assets.iter().enumerate().map(|(i, a)| (distance(a.at, here), i));
        near.filter(|(d, _)| *d < 900.0).min_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, i)| i)
    }

    fn asset(
        &self,
        town: &Town,
        owner: &Owner,
        (kind, services): (&'static str, &'static str),
        block: usize,
        shared: Option<usize>,
        rng: &mut Rng,
    ) -> Asset {
        let (number, street, word) = (rng.between(1, 180), names::street(rng), names::word(rng));
        let spot =
            town.spot(block) + Point { x: rng.range(-18.0, 18.0).round(), y: rng.range(-18.0, 18.0).round() };
        let uprn = 999_000_000_000 + u64::from(super::super::rng::small(20_011 + 37 * self.assets.len()));
        let is_only = owner.holdings.iter().any(|&(other, n, _)| other == kind && n == 1);
        let mut asset = Asset {
            owner: owner.name,
            label: owner.label,
            kind,
            services,
            name: if is_only { format!("{} {kind}", names::TOWN) } else { format!("{word} {kind}") },
            number,
            street,
            block,
            at: spot,
            uprn,
            area_m2: floor_area(kind, rng),
        };
        if let Some(host) = shared.map(|i| &self.assets[i]) {
            let words = host.name.split(' ').next().unwrap_or_default();
            asset.name = format!("{kind} at {words} {}", host.kind);
            (asset.number, asset.street) = (host.number, host.street.clone());
            (asset.block, asset.at, asset.uprn) = (host.block, host.at, host.uprn);
            asset.area_m2 = count(real(host.area_m2) * 0.2);
        }
        asset
    }
}

/// The best of some blocks: far from others of the kind, with people around;
/// the university keeps to its campus.
fn site(town: &Town, label: &str, taken: &[Point], rng: &mut Rng) -> usize {
    let campus = super::super::terrain::CENTRE + super::super::people::CAMPUS;
    let weights: Vec<f64> = town.people.weights();
    let tries: Vec<usize> = (0..12).map(|_| rng.weighted(&weights)).collect();
    let score = |block: usize| {
        let here = town.mesh.sites[block];
        if label == "UOE" {
            return -distance(here, campus) + room(taken, here).min(60.0) * 40.0;
        }
        room(taken, here) * (0.3 + town.people.density[block])
    };
    let pool = if label == "UOE" { (0..weights.len()).collect() } else { tries };
    pool.into_iter().max_by(|&a, &b| score(a).total_cmp(&score(b)).then(b.cmp(&a))).unwrap_or(0)
}

fn room(taken: &[Point], here: Point) -> f64 {
    taken.iter().map(|&p| distance(p, here)).fold(4_000.0, f64::min)
}

fn floor_area(kind: &str, rng: &mut Rng) -> usize {
    let typical = match kind {
        "Hospital" => 42_000.0,
        "Town hall" | "Police headquarters" | "Secondary academy" | "University library" => 6_500.0,
        "Leisure centre" | "Teaching building" | "College building" | "Council offices" => 3_800.0,
        "Primary school" | "Primary academy" | "Care home" | "Sheltered scheme" => 1_900.0,
        "Allotments" | "Car park" | "Public toilets" => 0.0,
        "Vicarage" | "Community room" | "Neighbourhood office" => 140.0,
        _ => 620.0,
    };
    count(typical * rng.range(0.6, 1.6))
}

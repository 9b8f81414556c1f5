//! Recipes of sites and scenarios on the real files of Birmingham, through the built program.

use std::path::Path;
use std::process::{Command, Output};

use jiff::Timestamp;
use wardwise::import::{ImportOptions, Manifest, Silent, run};

use crate::support::data_dir;

fn recipe(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data/places").join(name).display().to_string()
}

fn wardwise(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_wardwise")).args(args).output().expect("the program runs")
}

fn done(args: &[&str]) -> String {
    let output = wardwise(args);
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert_eq!(output.status.code(), Some(0), "{}\n{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

fn json(path: &Path) -> serde_json::Value {
    let bytes = std::fs::read(path).expect("a file");
    serde_json::from_slice(&bytes).expect("JSON")
}

fn import(name: &str, source: &Path, place: &Path) {
    let text = std::fs::read_to_string(recipe(name)).expect("the manifest");
    let manifest = Manifest::parse(text).expect("a manifest without faults");
    run(&manifest, source, place, &ImportOptions::at(Timestamp::UNIX_EPOCH), &Silent).expect("an import");
}

#[test]
fn birmingham_libraries_are_chosen_with_proof_and_plans_tell_who_loses() {
    let Some(source) = data_dir() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("place");
    import("birmingham.toml", &source, &place);
    let place = place.display().to_string();
    check_sites(folder.path(), &place);
    check_scenario(folder.path(), &place);
}

fn check_sites(folder: &Path, place: &str) {
    let out = folder.join("twelve.geojson");
    let out_name = out.display().to_string();
    let spec = recipe("birmingham-libraries-locate.toml");
    let said = done(&["locate", &spec, "--place", place, "--out", &out_name]);
    assert!(said.contains("p-median: optimal."), "{said}");
    let summary = json(&out.with_extension("json"));
    assert_eq!(summary["chosen"].as_array().expect("a list").len(), 12);
    assert!(
        summary["chosen"]
            .as_array()
            .is_some_and(|sites| sites.iter().any(|site| site["id"] == "Library of Birmingham"))
    );
    assert_eq!(summary["gap"], 0.0);
    let older = &summary["groups"][0];
    assert_eq!(older["group"], "65 and over");
    assert!(older["share"].as_f64().expect("a share") >= 0.5, "{older}");
    let rows = std::fs::read_to_string(out.with_extension("csv")).expect("a table");
    assert_eq!(rows.lines().count(), 1 + 659, "one row for each area of the city");
    let again = folder.join("again.geojson");
    done(&["locate", &spec, "--place", place, "--out", &again.display().to_string()]);
    for ending in ["geojson", "csv", "json"] {
        let bytes = |path: &Path| std::fs::read(path.with_extension(ending)).expect("a file");
        assert_eq!(bytes(&out), bytes(&again), "{ending}");
    }
}

fn check_scenario(folder: &Path, place: &str) {
    let spec = recipe("birmingham-libraries-scenario.toml");
    let (out, again) = (folder.join("closures"), folder.join("again"));
    let said = done(&["scenario", &spec, "--place", place, "--out", &out.display().to_string()]);
    assert!(said.contains("Yardley Wood Library closes"), "{said}");
    done(&["scenario", &spec, "--place", place, "--out", &again.display().to_string()]);
    for name in [
        "recipe.toml",
        "scenario.json",
        "areas.csv",
        "areas.geojson",
        "tallies.csv",
        "pack.json",
        "pack.html",
    ] {
        let bytes = |folder: &Path| std::fs::read(folder.join(name)).expect("a file");
        assert_eq!(bytes(&out), bytes(&again), "{name}");
    }
    let view = json(&out.join("scenario.json"));
    let tallies = view["tallies"].as_array().expect("a list");
    let value = |tally: &serde_json::Value, what: &str| tally[what]["value"].as_f64().expect("a number");
    let of = |family: &str| -> Vec<&serde_json::Value> {
        tallies.iter().filter(|tally| tally["family"] == family).collect()
    };
    let all = of("Everyone")[0];
    assert!(value(all, "losing") > 1_000.0, "{all}");
    for family in ["Ward", "Deprivation decile (1 is most deprived)"] {
        for what in ["people", "losing", "no_longer_near"] {
            let sum: f64 = of(family).into_iter().map(|tally| value(tally, what)).sum();
            assert!((sum - value(all, what)).abs() < 0.01, "{family}, {what}: {sum}");
        }
    }
    assert_eq!(of("Age").len(), 3);
    let ages: f64 = of("Age").into_iter().map(|tally| value(tally, "people")).sum();
    assert!((ages / value(all, "people") - 1.0).abs() < 0.1, "ages of 2020 beside residents of 2024");
    check_pack(folder, &spec, place);
}

/// A pack is linked once it is signed and answered, and every change shows.
fn check_pack(folder: &Path, spec: &str, place: &str) {
    let text = std::fs::read_to_string(spec).expect("the recipe");
    let linked = folder.join("linked.toml");
    std::fs::write(&linked, format!("{text}\n[pack]\ndecision = \"CAB-1\"\n")).expect("a recipe");
    let out = folder.join("linked");
    let (linked_name, out_name) = (linked.display().to_string(), out.display().to_string());
    let refused = wardwise(&["scenario", &linked_name, "--place", place, "--out", &out_name]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("nobody has signed the pack"));
    let signed = "sign_off = { name = \"A\", role = \"B\", on = 2026-05-02 }\n\
                  [[pack.mitigation]]\nfor = \"everyone\"\nwhat = \"A mobile library.\"\n";
    std::fs::write(&linked, format!("{text}\n[pack]\ndecision = \"CAB-1\"\n{signed}")).expect("a recipe");
    done(&["scenario", &linked_name, "--place", place, "--out", &out_name]);
    let pack = out.join("pack.json");
    let verify = || wardwise(&["scenario", "--verify", &pack.display().to_string()]).status.code();
    assert_eq!(verify(), Some(0));
    let text = std::fs::read_to_string(&pack).expect("the pack");
    std::fs::write(&pack, text.replacen("A mobile library.", "Nothing.", 1)).expect("a changed pack");
    assert_eq!(verify(), Some(3), "a changed pack is found out");
}

#[test]
fn walks_along_rutlands_streets_are_longer_than_lines_across_its_water() {
    let Some(source) = data_dir() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path().join("place");
    import("rutland.toml", &source, &place);
    let place = place.display().to_string();
    let minutes = |by: &str| -> f64 {
        let recipe = folder.path().join(format!("{by}.toml"));
        let text = format!(
            "title = \"One station\"\n[people]\nareas = \"lsoa@2011\"\n\
             residents_columns = {{ table = \"population-2020\", from = \"0\", to = \"90+\" }}\n\
             [sites]\nregister = \"fire-stations\"\n[travel]\nby = \"{by}\"\n\
             [model]\nkind = \"p-median\"\nsites = 2\n[rules]\nunreached = \"set-aside\"\n"
        );
        std::fs::write(&recipe, text).expect("a recipe");
        let out = folder.path().join(format!("{by}.geojson"));
        let (recipe, out_name) = (recipe.display().to_string(), out.display().to_string());
        done(&["locate", &recipe, "--place", &place, "--out", &out_name]);
        let summary = json(&out.with_extension("json"));
        assert_eq!(summary["status"], "optimal");
        assert_eq!(summary["rests_on"]["travel"], by);
        assert_eq!(
            summary["people_served"], summary["people"],
            "no area is set aside for a field off the streets"
        );
        let share = summary["off_streets"]["share"].as_f64().expect("a share");
        println!("{by}: {:.1} % of people have no street to any station", share * 100.0);
        assert!(if by == "network" { share > 0.0 && share < 0.05 } else { share == 0.0 }, "{by}: {share}");
        summary["objective"].as_f64().expect("a number") / summary["people_served"].as_f64().expect("people")
    };
    let (line, walked) = (minutes("straight-line"), minutes("network"));
    println!("minutes a person: straight line {line:.1}, walked {walked:.1}");
    assert!(walked > line / 1.3, "no walk is shorter than the line itself");
}

//! How the fields of a form change a recipe.
//!
//! The recipe is changed as the text that people write, so that whatever is
//! wrong is told by the reader that tells it everywhere else.

use toml::{Table, Value};

use crate::model::TrialKind;
use crate::pages::params::Params;

/// Rows for changes that a form offers at the most.
pub const MOST_ACTIONS: usize = 20;

/// Field that says that the form was sent: what is blank is then blank by will.
pub const SENT: &str = "sent";

/// The recipe as the form of its page leaves it; the recipe itself where no form was sent.
#[must_use]
pub fn edited(kind: TrialKind, recipe: &str, params: &Params) -> String {
    let table = if params.get(SENT).is_some() { recipe.parse::<Table>().ok() } else { None };
    let Some(mut table) = table else { return recipe.to_owned() };
    if let Some(title) = params.get("title") {
        table.insert("title".into(), title.into());
    }
    match kind {
        TrialKind::Sites => sites(&mut table, params),
        TrialKind::Scenario => scenario(&mut table, params),
    }
    table.to_string()
}

/// The recipe of a scenario in which every site that was not chosen closes:
/// people, sites and travel are those of the search.
#[must_use]
pub fn scenario_of(recipe: &str, title: &str, closing: &[String]) -> Option<String> {
    let found = recipe.parse::<Table>().ok()?;
    let mut table = Table::new();
    table.insert("title".into(), title.into());
    for key in ["people", "sites", "travel"] {
        table.extend(found.get(key).map(|value| (key.to_owned(), value.clone())));
    }
    if let Some(Value::Table(sites)) = table.get_mut("sites") {
        for key in ["capacity", "cost", "partner"] {
            sites.remove(key);
        }
    }
    let close = |id: &String| Value::Table(Table::from_iter([("close".to_owned(), id.as_str().into())]));
    table.insert("action".into(), closing.iter().map(close).collect::<Vec<_>>().into());
    Some(table.to_string())
}

/// A number as a recipe writes it; a text that is none is left for the reader to refuse.
fn number(text: &str) -> Value {
    let whole = text.parse::<i64>().map(Value::from);
    whole.or_else(|_no_whole| text.parse::<f64>().map(Value::from)).unwrap_or_else(|_no_number| text.into())
}

fn section<'t>(table: &'t mut Table, key: &str) -> Option<&'t mut Table> {
    table.entry(key).or_insert_with(|| Value::Table(Table::new())).as_table_mut()
}

/// Sets a key, or takes it away where the field is blank.
fn set(table: &mut Table, key: &str, value: Option<Value>) {
    match value {
        Some(value) => drop(table.insert(key.to_owned(), value)),
        None => drop(table.remove(key)),
    }
}

fn sites(table: &mut Table, params: &Params) {
    let kind = params.get("model").unwrap_or("p-median");
    let takes_sites = kind != "lscp";
    let takes_minutes = matches!(kind, "lscp" | "mclp");
    let count = params.get("sites").filter(|_| takes_sites).map(number);
    let at_most = params.get("count") == Some("at-most");
    let mut model = Table::new();
    model.insert("kind".into(), kind.into());
    set(&mut model, if at_most { "at_most_sites" } else { "sites" }, count);
    set(&mut model, "within_minutes", params.get("minutes").filter(|_| takes_minutes).map(number));
    table.insert("model".into(), Value::Table(model));
    let of_fate = |wanted: &str| -> Option<Value> {
        let with = |(name, value): &(String, String)| {
            (value == wanted).then(|| name.strip_prefix("f.").map(Value::from)).flatten()
        };
        let ids: Vec<Value> = params.0.iter().filter_map(with).collect();
        (!ids.is_empty()).then_some(Value::Array(ids))
    };
    let (fixed, forbidden) = (of_fate("fixed"), of_fate("forbidden"));
    let cover: Vec<Value> = covers(params).collect();
    let Some(rules) = section(table, "rules") else { return };
    set(rules, "fixed", fixed);
    set(rules, "forbidden", forbidden);
    set(rules, "partners", params.get("partners").map(number));
    set(rules, "budget", params.get("budget").map(number));
    set(rules, "capacity", params.get("capacity").map(Value::from));
    set(rules, "cover", (!cover.is_empty()).then_some(Value::Array(cover)));
}

/// The least cover of each group for which a share is asked, in per cent.
fn covers(params: &Params) -> impl Iterator<Item = Value> {
    params.0.iter().filter_map(|(name, value)| {
        let group = name.strip_prefix("g.").filter(|_| !value.trim().is_empty())?;
        let mut rule = Table::new();
        rule.insert("group".into(), group.into());
        let share = value.trim().parse::<f64>().map(|share| Value::from(share / 100.0));
        rule.insert("share".into(), share.unwrap_or_else(|_no_number| value.trim().into()));
        set(&mut rule, "within_minutes", params.get(&format!("m.{group}")).map(number));
        Some(Value::Table(rule))
    })
}

fn scenario(table: &mut Table, params: &Params) {
    let actions: Vec<Value> = (0..MOST_ACTIONS).filter_map(|at| action(params, at)).collect();
    table.insert("action".into(), Value::Array(actions));
    let lines = params.get("assumptions").unwrap_or_default().lines().map(str::trim);
    let assumptions: Vec<Value> = lines.filter(|line| !line.is_empty()).map(Value::from).collect();
    set(table, "assumptions", (!assumptions.is_empty()).then_some(Value::Array(assumptions)));
    set(table, "date", params.get("date").map(day));
    if let Some(thresholds) = section(table, "thresholds") {
        set(thresholds, "minutes", params.get("minutes").map(number));
        set(thresholds, "near_minutes", params.get("near").map(number));
    }
    let mitigations: Vec<Value> = mitigations(params).collect();
    let mut pack = Table::new();
    set(&mut pack, "decision", params.get("decision").map(Value::from));
    set(&mut pack, "mitigation", (!mitigations.is_empty()).then_some(Value::Array(mitigations)));
    let mut signed = Table::new();
    set(&mut signed, "name", params.get("signed").map(Value::from));
    set(&mut signed, "role", params.get("role").map(Value::from));
    set(&mut signed, "on", params.get("on").map(day));
    set(&mut pack, "sign_off", (!signed.is_empty()).then_some(Value::Table(signed)));
    set(table, "pack", (!pack.is_empty()).then_some(Value::Table(pack)));
}

fn day(text: &str) -> Value {
    text.parse::<toml::value::Datetime>().map_or_else(|_no_day| text.into(), Value::Datetime)
}

fn mitigations(params: &Params) -> impl Iterator<Item = Value> {
    params.0.iter().filter_map(|(name, what)| {
        let group = name.strip_prefix("w.").filter(|_| !what.trim().is_empty())?;
        Some(Value::Table(Table::from_iter([
            ("for".to_owned(), group.into()),
            ("what".to_owned(), what.trim().into()),
        ])))
    })
}

/// One row of changes: what is done with which site, and where it goes.
fn action(params: &Params, at: usize) -> Option<Value> {
    let get = |name: &str| params.get(&format!("a{at}.{name}"));
    let what = get("do")?;
    let place = || {
        let mut place = Table::new();
        if get("register").is_some() {
            set(&mut place, "register", get("register").map(Value::from));
            set(&mut place, "id", get("id").map(Value::from));
        } else {
            set(&mut place, "name", get("name").map(Value::from));
            set(&mut place, "easting", get("easting").map(number));
            set(&mut place, "northing", get("northing").map(number));
        }
        Value::Table(place)
    };
    let site = || get("site").unwrap_or_default().into();
    let mut action = Table::new();
    match what {
        "open" => drop(action.insert("open".into(), place())),
        "move" => {
            action.insert("move".into(), site());
            action.insert("to".into(), place());
        }
        "share" => {
            action.insert("share".into(), site());
            action.insert("with".into(), place());
        }
        _ => drop(action.insert("close".into(), site())),
    }
    Some(Value::Table(action))
}

//! What the engine keeps beside each layer and register. Built on first use.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::geom::Grid;
use crate::index::{Areas, Points};
use crate::layer::Layer;
use crate::model::{EditionKey, Validity};
use crate::register::Register;

use super::Edition;

/// A layer with its tree and its codes.
#[derive(Debug)]
pub(super) struct LayerIndex {
    pub key: EditionKey,
    pub validity: Validity,
    pub layer: Arc<Layer>,
    areas: OnceLock<Areas>,
    positions: OnceLock<BTreeMap<Box<str>, usize>>,
    /// Where the name of each area stands on a map.
    pub labels: OnceLock<Vec<Option<Grid>>>,
}

impl LayerIndex {
    pub(super) fn of(edition: &Edition) -> Option<Self> {
        Some(Self {
            key: edition.key.clone(),
            validity: edition.validity,
            layer: Arc::clone(edition.layer()?),
            areas: OnceLock::new(),
            positions: OnceLock::new(),
            labels: OnceLock::new(),
        })
    }

    pub(super) fn areas(&self) -> &Areas {
        self.areas.get_or_init(|| Areas::new(self.layer.areas.iter().map(|area| &area.shape)))
    }

    pub(super) fn position(&self, code: &str) -> Option<usize> {
        let positions = self.positions.get_or_init(|| {
            let areas = self.layer.areas.iter().enumerate();
            areas.map(|(at, area)| (area.code.as_str().into(), at)).collect()
        });
        positions.get(code).copied()
    }
}

/// A register with its tree.
#[derive(Debug)]
pub(super) struct RegisterIndex {
    pub key: EditionKey,
    pub register: Arc<Register>,
    points: OnceLock<Points>,
}

impl RegisterIndex {
    pub(super) fn of(edition: &Edition) -> Option<Self> {
        Some(Self {
            key: edition.key.clone(),
            register: Arc::clone(edition.register()?),
            points: OnceLock::new(),
        })
    }

    pub(super) fn points(&self) -> &Points {
        self.points.get_or_init(|| {
            let records = (0_u32..).zip(&self.register.records);
            Points::new(records.filter_map(|(at, record)| Some((at, record.location?.0))))
        })
    }
}

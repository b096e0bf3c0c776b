//! Single figures of a paper beside its templates: those that a writer cites, and those kept in what a writer wrote.

use super::{
    Ask,
    figures::{self, Place, Seal},
};
use crate::{
    reports::{
        model::{Asked, Error, Live},
        refresh::Fresh,
    },
    work::figure_right,
};
use sea_orm::ConnectionTrait;

impl<C: ConnectionTrait> Ask<'_, C> {
    /// A figure that a writer puts into a paragraph, as it was at the paper's seal; refused where the writer could not
    /// open it.
    pub async fn cited(&self, as_of: Option<i64>, asked: Asked) -> Result<Live, Error> {
        let ground = self.ground().await?;
        let place = figures::place(self, &ground, &asked).await?;
        if !self.opens(&asked, &place) {
            return Err(Error::Cite(format!("you open no such figure of {}", asked.metric)));
        }
        let seal = Seal::of(self, as_of).await?;
        match figures::one(self, &ground, &place, seal, &asked).await {
            Ok(Some(found)) => Ok(found.live),
            Ok(None) => Err(Error::Cite(format!("{} has no value there", asked.metric))),
            Err(
                wrong @ (Error::Period(..)
                | Error::NotBegun(_)
                | Error::Journal(journal::Error::UnknownDim { .. })),
            ) => Err(Error::Cite(wrong.to_string())),
            Err(other) => Err(other),
        }
    }

    /// What kept figures say at a seal; none where one has no value. One beyond the paper's area that the person could
    /// not open is not looked at.
    pub async fn fresh(&self, as_of: Option<i64>, asked: Vec<Asked>) -> Result<Fresh, Error> {
        let ground = self.ground().await?;
        let (seal, mut fresh) = (Seal::of(self, as_of).await?, Fresh::new());
        for asked in asked {
            let place = figures::place(self, &ground, &asked).await?;
            if ground.area(asked.area).is_some() || self.opens(&asked, &place) {
                let found = figures::one(self, &ground, &place, seal, &asked).await?;
                fresh.insert(asked, found.map(|found| found.live));
            }
        }
        Ok(fresh)
    }

    /// Whether the person may open the figure; nobody opens what is not there.
    fn opens(&self, asked: &Asked, place: &Place) -> bool {
        let right = self.metrics.get(&asked.metric).ok().and_then(|metric| figure_right(metric.class).ok());
        let (Some(right), Some(area), Some(paths)) = (right, &place.area, &place.organisations) else {
            return false;
        };
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        (!asked.own || !paths.is_empty()) && self.who.may_of(right, &area.path, &paths)
    }
}

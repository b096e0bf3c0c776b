//! The answer to a superior, in the columns of its own list: what was done about each row, when, and how it looks.

use super::{
    model::{Error, Item, Referral, Role},
    store,
};
use crate::{
    cases::{self, Fixed},
    platform::file::{self, Files},
};
use documents::grid::{Filled, Head, Reply};
use kernel::{id::Uuid, moment::Moment};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// Heads of the columns that a sender's list lacks for an answer.
const LACKING: [(Role, &str); 3] =
    [(Role::Done, "整改情况"), (Role::DoneOn, "整改时间"), (Role::PhotoAfter, "整改后照片")];

/// An answer before its pictures are read.
pub struct Plan {
    referral: Referral,
    items: Vec<Item>,
    fixed: HashMap<Uuid, Fixed>,
    note: String,
    now: Moment,
}

/// What of a list would be answered now.
pub async fn plan(db: &impl ConnectionTrait, referral: Referral, now: Moment) -> Result<Plan, Error> {
    let items = store::items_of(db, referral.id).await?;
    let made: Vec<Uuid> = items.iter().filter(|item| item.case.is_some()).map(|item| item.id).collect();
    let head = journal::head(db).await?;
    let sealed = head.map_or_else(String::new, |seal| format!("  入账封存 {}", seal.head));
    let note = format!("共 {} 件{sealed}", items.len());
    Ok(Plan { referral, items, fixed: cases::fixed(db, &made).await?, note, now })
}

impl Plan {
    /// The rows that it tells ended and that no answer told so yet, each with the version of its case.
    pub fn told(&self) -> Vec<(Uuid, i32)> {
        self.items.iter().filter_map(|item| Some((item.id, item.to_tell()?))).collect()
    }

    fn heads(&self) -> Vec<(Role, String)> {
        let own = self.referral.columns.iter();
        let mut heads: Vec<(Role, String)> = own.map(|column| (column.role, column.head.clone())).collect();
        if let [(_, only)] = &mut heads[..]
            && only.is_empty()
        {
            // photos with captions come back as a table
            heads = vec![(Role::Problem, "问题".into()), (Role::PhotoBefore, "整改前照片".into())];
        }
        let lacking = LACKING.iter().filter(|(role, _)| self.referral.column(*role).is_none());
        heads.extend(lacking.map(|(role, head)| (*role, (*head).to_owned())));
        heads
    }

    /// The pictures of a row's column.
    fn pictures(&self, item: &Item, role: Role, at: usize) -> Vec<Uuid> {
        if role == Role::PhotoAfter {
            return self.fixed.get(&item.id).map_or_else(Vec::new, |fixed| fixed.after.clone());
        }
        let captions = self.referral.columns.len() == 1;
        let own =
            |column: Option<usize>| column == Some(at) && !captions || captions && role == Role::PhotoBefore;
        item.pictures.iter().filter(|picture| own(picture.column)).map(|picture| picture.file).collect()
    }

    fn text(&self, item: &Item, role: Role, at: usize) -> String {
        let fixed = self.fixed.get(&item.id);
        match role {
            Role::Done => self.done(item, fixed),
            Role::DoneOn => {
                let closed = item.case.as_ref().filter(|case| case.state == "closed");
                let day = closed.and_then(|_| fixed?.rectified_at).map(|at| at.day().to_string());
                day.unwrap_or_default()
            }
            Role::PhotoAfter => String::new(),
            _ => item.cell((at < self.referral.columns.len()).then_some(at)).to_owned(),
        }
    }

    fn done(&self, item: &Item, fixed: Option<&Fixed>) -> String {
        let Some(case) = &item.case else { return "未列入整改".into() };
        match case.state.as_str() {
            "closed" => fixed.and_then(|fixed| fixed.words.clone()).unwrap_or_else(|| "已整改".into()),
            "shelved" => "暂不具备条件，已挂账".into(),
            "rejected" | "cancelled" => "不属实或不属本级".into(),
            "merged" => "与另一件是同一问题，一并整改".into(),
            _ => {
                let late = case.deadline.is_some_and(|deadline| deadline < self.now);
                let by = case.deadline.map(|deadline| format!("，限 {} 前完成", deadline.day()));
                format!("正在整改{}{}", by.unwrap_or_default(), if late { "，已逾期" } else { "" })
            }
        }
    }

    /// The whole answer. Pictures of the problem are small, as the superior has them; those after are large.
    pub async fn reply(&self, db: &impl ConnectionTrait, files: &Files) -> Result<Reply, Error> {
        let heads = self.heads();
        let mut rows = Vec::with_capacity(self.items.len());
        for item in &self.items {
            let mut row = Vec::with_capacity(heads.len());
            for (at, (role, _)) in heads.iter().enumerate() {
                let size = if *role == Role::PhotoAfter { "view" } else { "thumb" };
                let mut filled = Filled { text: self.text(item, *role, at), pictures: Vec::new() };
                for picture in self.pictures(item, *role, at) {
                    let known = file::find(db, picture).await?.ok_or(file::Error::NoSuchFile)?;
                    filled.pictures.push(files.get(picture, &known.hash, size).await?);
                }
                row.push(filled);
            }
            rows.push(row);
        }
        let Referral { title, number, sender, .. } = &self.referral;
        let line = [sender, number].into_iter().filter(|text| !text.is_empty()).cloned().collect::<Vec<_>>();
        let shows = |at: usize, role: Role| {
            role == Role::PhotoAfter
                || role == Role::PhotoBefore
                || rows.iter().any(|row| !row[at].pictures.is_empty())
        };
        let named = heads.iter().enumerate();
        Ok(Reply {
            above: vec![format!("{title}整改反馈"), line.join("  ")],
            heads: named
                .map(|(at, (role, name))| Head { name: name.clone(), pictures: shows(at, *role) })
                .collect(),
            note: self.note.clone(),
            rows,
        })
    }

    /// The answer's name as a file, without what no system takes in one.
    pub fn name(&self) -> String {
        let plain = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_' | '（' | '）' | '〔' | '〕');
        let title: String = self.referral.title.chars().filter(plain).take(60).collect();
        format!("{title}整改反馈")
    }
}

//! Pictures that are a cell's content: WPS names them by a formula (`DISPIMG`) and keeps them in `cellimages.xml`; Excel
//! keeps them as rich values, reached from the cell's metadata over three tables.

use super::{
    super::{
        Error,
        package::{Package, Piece, attribute, walk},
    },
    ByKey,
};

const NAMED: &str = "xl/cellimages.xml";
const METADATA: &str = "xl/metadata.xml";
const VALUES: &str = "xl/richData/rdrichvalue.xml";
const STRUCTURES: &str = "xl/richData/rdrichvaluestructure.xml";
const RELATIONS: &str = "xl/richData/richValueRel.xml";
/// What a rich value calls the picture's place in the relations.
const PICTURE: &str = "_rvRel:LocalImageIdentifier";

/// How a cell names its picture: by WPS's id, or by its place in Excel's metadata, from 1.
pub(super) enum Key {
    Named(String),
    Rich(usize),
}

/// The id in `_xlfn.DISPIMG("ID_0F…",1)`.
pub(super) fn named(formula: &str) -> Option<String> {
    let (_, inside) = formula.split_once("DISPIMG(")?;
    let id = inside.trim_start_matches(['"', ' ']).split(['"', ',', ')']).next()?;
    (!id.is_empty()).then(|| id.to_owned())
}

/// All pictures of a workbook that cells name.
#[derive(Default)]
pub(super) struct InCell {
    named: ByKey,
    rich: Vec<Option<String>>,
}

impl InCell {
    pub fn read(package: &mut Package<'_>) -> Result<Self, Error> {
        Ok(Self { named: names(package)?, rich: rich(package)? })
    }

    pub fn picture(&self, key: &Key) -> Option<String> {
        match key {
            Key::Named(id) => self.named.get(id).cloned(),
            Key::Rich(nth) => self.rich.get(nth.checked_sub(1)?)?.clone(),
        }
    }
}

fn names(package: &mut Package<'_>) -> Result<ByKey, Error> {
    let Some(xml) = package.text(NAMED)? else { return Ok(ByKey::new()) };
    let relations = package.relations(NAMED)?;
    let (mut found, mut name) = (ByKey::new(), None);
    walk(&xml, |piece| match piece {
        Piece::Open("cellImage", _) => name = None,
        Piece::Open("cNvPr", tag) => name = attribute(tag, "name"),
        Piece::Open("blip", tag) => {
            let picture = attribute(tag, "embed").and_then(|id| relations.get(&id).cloned());
            found.extend(name.take().zip(picture));
        }
        _ => {}
    })?;
    Ok(found)
}

/// The picture of each place in the metadata.
fn rich(package: &mut Package<'_>) -> Result<Vec<Option<String>>, Error> {
    let Some(metadata) = package.text(METADATA)? else { return Ok(Vec::new()) };
    let pictures = pictures(package)?;
    let (mut values, mut cells) = (Vec::<usize>::new(), Vec::<usize>::new());
    let mut inside = String::new();
    walk(&metadata, |piece| {
        if let Piece::Open(name, tag) = piece {
            let number = |name| attribute(tag, name).and_then(|text| text.parse::<usize>().ok());
            match name {
                "futureMetadata" => inside = attribute(tag, "name").unwrap_or_default(),
                "cellMetadata" | "valueMetadata" => name.clone_into(&mut inside),
                "rvb" if inside == "XLRICHVALUE" => values.extend(number("i")),
                "rc" if inside == "valueMetadata" => cells.extend(number("v")),
                _ => {}
            }
        }
    })?;
    let picture = |cell: usize| pictures.get(*values.get(cell)?)?.clone();
    Ok(cells.into_iter().map(picture).collect())
}

/// The picture of each rich value.
fn pictures(package: &mut Package<'_>) -> Result<Vec<Option<String>>, Error> {
    let parts = package.relations(RELATIONS)?;
    let mut targets = Vec::new();
    walk(&package.text(RELATIONS)?.unwrap_or_default(), |piece| {
        if let Piece::Open("rel", tag) = piece {
            targets.push(attribute(tag, "id").and_then(|id| parts.get(&id).cloned()));
        }
    })?;
    // of each structure, which of its values is the picture
    let mut structures: Vec<(usize, Option<usize>)> = Vec::new();
    walk(&package.text(STRUCTURES)?.unwrap_or_default(), |piece| match piece {
        Piece::Open("s", _) => structures.push((0, None)),
        Piece::Open("k", tag) => {
            if let Some((keys, picture)) = structures.last_mut() {
                if attribute(tag, "n").as_deref() == Some(PICTURE) {
                    *picture = Some(*keys);
                }
                *keys += 1;
            }
        }
        _ => {}
    })?;
    let (mut found, mut structure, mut nth, mut open) = (Vec::new(), None, 0, false);
    walk(&package.text(VALUES)?.unwrap_or_default(), |piece| match piece {
        Piece::Open("rv", tag) => {
            let number: Option<usize> = attribute(tag, "s").and_then(|s| s.parse().ok());
            structure = number.and_then(|number| structures.get(number)).and_then(|(_, picture)| *picture);
            nth = 0;
            found.push(None);
        }
        Piece::Open("v", _) => open = true,
        Piece::Close("v") => {
            open = false;
            nth += 1;
        }
        Piece::Text(text) if open && structure == Some(nth) => {
            let target = text.trim().parse::<usize>().ok().and_then(|at| targets.get(at).cloned());
            if let Some(last) = found.last_mut() {
                *last = target.flatten();
            }
        }
        _ => {}
    })?;
    Ok(found)
}

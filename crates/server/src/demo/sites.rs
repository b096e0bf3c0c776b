//! The demo town's sites: communities and villages, estates, roads cut into segments, markets, schools and shops,
//! opened by the office. Shops have invented names of two halves, each pair once.

use super::{
    cast::{Town, VILLAGES},
    data::{Data, Kind, Quarter},
    dice::Dice,
    map::{self, Ground},
};
use crate::{
    app::App,
    install::act,
    platform::permission::Who,
    sites::{self, NewSite, SiteId},
    start::Error,
};
use kernel::geo::Position;
use std::sync::Arc;

/// Shops of the whole town.
pub const SHOPS: usize = 300;
/// Sites opened in one transaction.
const TOGETHER: usize = 100;

const SIGNS: &str = "鑫源 福满 顺发 老街 清河 阳光 佳和 万家 金穗 百味 同心 瑞丰 兴隆 锦绣 好邻居 柳岸 春晓 聚友 永乐 宏达 \
                     康宁 彩虹 南风 一品 东升 惠民 如意 新世纪 家家乐 天天";
const TRADES: &str =
    "超市 早餐店 面馆 五金店 理发店 水果店 药房 服装店 文具店 小吃店 烟酒店 电器维修部 洗衣店 便利店";
/// Segments of a road by number, from one end to the other.
const PARTS: [&[&str]; 4] = [&[], &[""], &["东段", "西段"], &["东段", "中段", "西段"]];
/// Length of a segment, in degrees of longitude.
const SEGMENT: f64 = 0.002;

/// A site with what the stories ask of it.
#[derive(Clone, Debug)]
pub struct Place {
    pub id: SiteId,
    pub kind: &'static str,
    /// of the site, and of the place that it is or is cut from
    pub name: String,
    pub of: String,
    /// code of the community or village
    pub area: String,
    pub position: (f64, f64),
    parent: Option<SiteId>,
    address: String,
}

pub struct Sites(Vec<Place>);

impl Sites {
    pub const fn len(&self) -> usize {
        self.0.len()
    }
    /// What stands under a place's name; of a road its segments.
    pub fn at<'s>(&'s self, area: &'s str, name: &'s str) -> impl Iterator<Item = &'s Place> {
        self.0.iter().filter(move |place| place.area == area && place.of == name && !place.is_road())
    }
    pub fn of_kind<'s>(&'s self, kind: &'s str) -> impl Iterator<Item = &'s Place> {
        self.0.iter().filter(move |place| place.kind == kind)
    }
}

impl Place {
    /// A whole road is walked by its segments.
    fn is_road(&self) -> bool {
        ["main_road", "back_lane"].contains(&self.kind)
    }
}

/// Opens all of them as the office would.
pub async fn open(
    app: &App,
    town: &Town,
    data: &Data,
    office: &Arc<Who>,
    shops: usize,
) -> Result<Sites, Error> {
    let (mut plan, mut dice) = (Vec::new(), Dice::new(4_242));
    let grounds = map::pieces();
    for quarter in &data.places.area {
        let ground = grounds.iter().find(|ground| ground.code == quarter.code);
        let ground = ground.ok_or_else(|| Error::NotDone(format!("no ground of {}", quarter.code)))?;
        quarter_sites(app, quarter, ground, &mut dice, &mut plan)?;
    }
    for n in 0..shops {
        plan.push(shop(app, data, &grounds, n, &mut dice)?);
    }
    for some in plan.chunks(TOGETHER) {
        let rows = some.iter().map(|place| Ok((place.id, place.opened(town)?)));
        let rows: Vec<(SiteId, NewSite)> = rows.collect::<Result<_, Error>>()?;
        act(app, office.clone(), async move |work| {
            for (id, new) in rows.clone() {
                sites::open(work, id, new).await?;
            }
            Ok::<_, sites::Error>(())
        })
        .await?;
    }
    Ok(Sites(plan))
}

impl Place {
    fn opened(&self, town: &Town) -> Result<NewSite, Error> {
        let (lon, lat) = self.position;
        Ok(NewSite {
            kind: self.kind.into(),
            name: self.name.clone(),
            area: town.area(&self.area)?,
            organisation: None,
            position: Position::new(lon, lat).ok(),
            address: self.address.clone(),
            parent: self.parent,
        })
    }
}

/// The community itself, its estates, markets, schools and roads.
fn quarter_sites(
    app: &App,
    quarter: &Quarter,
    ground: &Ground,
    dice: &mut Dice,
    plan: &mut Vec<Place>,
) -> Result<(), Error> {
    let place = |kind, name: &str, position| new(app, kind, name, &quarter.code, position);
    for [code, name, kind] in VILLAGES.iter().filter(|[code, ..]| *code == quarter.code) {
        plan.push(new(app, kind, name, code, ground.centre)?);
    }
    for (named, kind) in [(Kind::Estate, "estate"), (Kind::Market, "market"), (Kind::School, "school")] {
        for name in quarter.named(named) {
            plan.push(place(kind, name, ground.spot(dice))?);
        }
    }
    for name in quarter.named(Kind::Road) {
        let lane = name.ends_with('巷');
        let (lon, lat) = ground.spot(dice);
        let road = place(if lane { "back_lane" } else { "main_road" }, name, (lon, lat))?;
        let parts = PARTS[if lane { 1 } else { 2 + usize::from(!quarter.estates.is_empty()) }];
        let parent = Some(road.id);
        plan.push(road);
        for (n, part) in parts.iter().enumerate() {
            let segment = place("road_segment", &format!("{name}{part}"), (lon - SEGMENT * n as f64, lat))?;
            plan.push(Place { of: name.clone(), parent, ..segment });
        }
    }
    Ok(())
}

/// The `n`-th shop, along a road where the town is dense.
fn shop(app: &App, data: &Data, grounds: &[Ground], n: usize, dice: &mut Dice) -> Result<Place, Error> {
    let (signs, trades): (Vec<&str>, Vec<&str>) =
        (SIGNS.split_whitespace().collect(), TRADES.split_whitespace().collect());
    let quarter = dice.weigh(&data.places.area, |quarter| quarter.weight);
    let quarter = quarter.ok_or_else(|| Error::NotDone("no quarter".into()))?;
    let ground = grounds.iter().find(|ground| ground.code == quarter.code);
    let ground = ground.ok_or_else(|| Error::NotDone(format!("no ground of {}", quarter.code)))?;
    let name = format!("{}{}（演示）", signs[n % signs.len()], trades[(n + n / signs.len()) % trades.len()]);
    let road = dice.pick(quarter.named(Kind::Road)).cloned().unwrap_or_default();
    let shop = new(app, "shop", &name, &quarter.code, ground.spot(dice))?;
    Ok(Place { address: format!("{road} {} 号", 2 + 2 * dice.below(60)), ..shop })
}

fn new(app: &App, kind: &'static str, name: &str, area: &str, position: (f64, f64)) -> Result<Place, Error> {
    let id = SiteId(app.chance.id(app.clock.now())?);
    let (name, of, area) = (name.to_owned(), name.to_owned(), area.to_owned());
    Ok(Place { id, kind, name, of, area, position, parent: None, address: String::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn no_shop_has_the_name_of_another() {
        let (signs, trades) = (SIGNS.split_whitespace().count(), TRADES.split_whitespace().count());
        let names: HashSet<_> = (0..SHOPS).map(|n| (n % signs, (n + n / signs) % trades)).collect();
        assert_eq!((signs, trades, names.len()), (30, 14, SHOPS));
    }
}

//! Each kind of metric, each split, the page and the two times, by hand-made examples.

use crate::base::*;
use journal::{
    Ask, By, Cursor, Figure, Listing, Place, Posting, Window, counted, figure, figures, page, post, split,
};
use kernel::{moment::Moment, quantity::Qualifier};
use sea_orm::DatabaseConnection;

async fn value(db: &DatabaseConnection, ask: &Ask) -> Option<i64> {
    let metrics = metrics();
    figure(db, &metrics, ask).await.unwrap().value(metrics.get(&ask.metric).unwrap().decimals)
}

async fn parts(db: &DatabaseConnection, ask: &Ask, by: By) -> Vec<(Option<String>, Option<i64>)> {
    let parts = split(db, &metrics(), ask, &by).await.unwrap();
    parts.into_iter().map(|p| (p.key, p.figure.value(0))).collect()
}

#[tokio::test]
async fn a_flow_sums_its_period_and_splits_without_loss() {
    on_both(async |db| {
        let dims = [("source".to_owned(), "patrol".to_owned())];
        let list = [
            posting(1),
            Posting { area: id(4), org: id(13), dims: dims.clone().into(), ..posting(2) },
            Posting { area: id(5), day: day("2026-10-31"), ..posting(3) },
            Posting { area: id(2), day: day("2026-10-01"), ..posting(4) },
            Posting { area: id(1), ..posting(5) },
            Posting { day: day("2026-11-01"), ..posting(6) },
        ];
        post(db, &metrics(), &list).await.unwrap();
        let whole = ask("case.closed");
        assert_eq!(value(db, &whole).await, Some(4));
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            parts(db, &whole, By::Area).await,
            [(None, Some(1)), (some("c.t.a."), Some(1)), (some("c.t.b."), Some(2))]
        );
        assert_eq!(
            parts(db, &whole, By::Org).await,
            [(some(&id(12).to_string()), Some(3)), (some(&id(13).to_string()), Some(1))]
        );
        assert_eq!(
            parts(db, &whole, By::Day).await,
            [(some("2026-10-01"), Some(1)), (some("2026-10-12"), Some(2)), (some("2026-10-31"), Some(1))]
        );
        assert_eq!(
            parts(db, &whole, By::Dim("source".to_owned())).await,
            [(None, Some(3)), (some("patrol"), Some(1))]
        );
        let village = Ask { area: "c.t.b.".to_owned(), orgs: vec!["o.x.".to_owned()], ..whole.clone() };
        assert_eq!(value(db, &village).await, Some(1));
        let both = ["o.x.", "o.y."].map(str::to_owned).to_vec();
        assert_eq!(value(db, &Ask { area: "c.t.b.".to_owned(), orgs: both, ..whole.clone() }).await, Some(2));
        let patrol = Ask { dims: [("source".to_owned(), vec!["patrol".to_owned()])].into(), ..whole.clone() };
        assert_eq!(value(db, &patrol).await, Some(1));
        let month =
            |key: &str, first, last| Window { key: key.to_owned(), first: day(first), last: day(last) };
        let windows =
            [month("2026-10", "2026-10-01", "2026-10-31"), month("2026-11", "2026-11-01", "2026-11-30")];
        let found = figures(db, &metrics(), &whole, &windows).await.unwrap();
        assert_eq!(found.iter().map(|f| f.value(0)).collect::<Vec<_>>(), [Some(4), Some(1)]);
    })
    .await;
}

#[tokio::test]
async fn a_rate_is_one_over_the_sums_and_has_no_value_without_a_base() {
    on_both(async |db| {
        let rate = ask("case.in_time_rate");
        assert_eq!(value(db, &rate).await, None);
        let of = |n: u8, metric: &str, area: u8, quantity: i64| Posting {
            metric: metric.to_owned(),
            area: id(area),
            quantity: Some(quantity),
            ..posting(n)
        };
        let list = [
            of(1, "case.due", 3, 61),
            of(2, "case.due", 4, 400),
            of(3, "case.closed_in_time", 3, 50),
            of(4, "case.closed_in_time", 4, 362),
        ];
        post(db, &metrics(), &list).await.unwrap();
        assert_eq!(value(db, &rate).await, Some(894));
        let metrics = metrics();
        let figure = figure(db, &metrics, &rate).await.unwrap();
        assert_eq!(figure.text(metrics.get("case.in_time_rate").unwrap()).as_deref(), Some("89.4"));
        let parts = split(db, &metrics, &rate, &By::Area).await.unwrap();
        assert_eq!(parts.iter().map(|p| p.figure.value(1)).collect::<Vec<_>>(), [Some(820), Some(905)]);
        let opened = page(db, &metrics, &rate, &first(3)).await.unwrap();
        assert_eq!(opened.items.len(), 3);
        assert_eq!(opened.totals["case.due"].held.quantity, 461);
        let rest = page(db, &metrics, &rate, &Listing { after: opened.next, ..first(3) }).await.unwrap();
        assert_eq!((rest.items.len(), rest.next), (1, None));
    })
    .await;
}

#[tokio::test]
async fn qualifiers_and_masked_parts_show_in_the_sum() {
    on_both(async |db| {
        let with = |n: u8, qualifier, quantity| Posting { qualifier, quantity, ..posting(n) };
        post(db, &metrics(), &[with(1, Qualifier::Nearly, Some(10)), with(2, Qualifier::Exact, Some(5))])
            .await
            .unwrap();
        let found = figure(db, &metrics(), &ask("case.closed")).await.unwrap();
        assert_eq!((found.value(0), found.qualifier()), (Some(15), Qualifier::Nearly));
        post(db, &metrics(), &[with(3, Qualifier::AtLeast, Some(1))]).await.unwrap();
        let found = figure(db, &metrics(), &ask("case.closed")).await.unwrap();
        assert_eq!(found.qualifier(), Qualifier::About);
        post(db, &metrics(), &[with(4, Qualifier::Exact, None)]).await.unwrap();
        let Figure::Sum(sum) = figure(db, &metrics(), &ask("case.closed")).await.unwrap() else { panic!() };
        assert_eq!((sum.held.unnumbered, sum.held.quantity, sum.postings, sum.unsealed), (1, 16, 4, 4));
    })
    .await;
}

#[tokio::test]
async fn stock_level_and_distinct_follow_their_own_rules() {
    on_both(async |db| {
        let on = |posting: Posting, text: &str| Posting { day: day(text), ..posting };
        let of = |posting: Posting, n: u8| Posting { subject: Some(id(n)), ..posting };
        let list = [
            on(register(1, "test.stock", 5), "2025-01-03"),
            on(register(2, "test.stock", -2), "2026-10-31"),
            on(register(3, "test.stock", 9), "2026-11-01"),
            on(register(4, "test.people", 1000), "2026-01-01"),
            on(register(5, "test.people", 1100), "2026-09-01"),
            Posting { area: id(4), ..on(register(6, "test.people", 500), "2024-01-01") },
            on(register(7, "test.people", 7), "2026-12-01"),
            of(register(8, "test.volunteers", 1), 200),
            of(register(9, "test.volunteers", 1), 200),
            of(Posting { area: id(4), ..register(10, "test.volunteers", 1) }, 201),
            of(register(11, "test.volunteers", 1), 202),
        ];
        post(db, &metrics(), &list).await.unwrap();
        journal::reverse(db, &[id(11)], &list[10].source, Moment::from_millis(1)).await.unwrap();
        assert_eq!(value(db, &ask("test.stock")).await, Some(3));
        assert_eq!(value(db, &ask("test.people")).await, Some(1600));
        assert_eq!(value(db, &ask("test.volunteers")).await, Some(2));
        let opened = page(db, &metrics(), &ask("test.people"), &first(50)).await.unwrap();
        assert_eq!(i64::try_from(opened.items.len()).unwrap(), opened.totals["test.people"].postings);
        // taking the holding observation back lets the one before hold again
        journal::reverse(db, &[id(5)], &list[4].source, Moment::from_millis(1)).await.unwrap();
        assert_eq!(value(db, &ask("test.people")).await, Some(1500));
        post(db, &metrics(), &[register(13, "test.waste", 3_000)]).await.unwrap();
        assert_eq!(value(db, &ask("test.per_head")).await, Some(0));
    })
    .await;
}

#[tokio::test]
async fn a_coarse_total_counts_whole_or_not_at_all_and_gives_way_to_records() {
    on_both(async |db| {
        let mut opening = register(1, "test.waste", 20_000);
        opening.source.kind = journal::OPENING.to_owned();
        opening.area = id(2);
        opening.day = day("2026-01-01");
        opening.until = Some(day("2026-12-31"));
        post(db, &metrics(), &[opening]).await.unwrap();
        let october = ask("test.waste");
        let year = Ask { first: day("2026-01-01"), last: day("2026-12-31"), ..october.clone() };
        assert_eq!((value(db, &october).await, value(db, &year).await), (Some(0), Some(20_000)));
        let days = parts(db, &year, By::Day).await;
        assert_eq!(days, [(None, Some(20_000))]);
        let record = register(2, "test.waste", 300);
        post(db, &metrics(), std::slice::from_ref(&record)).await.unwrap();
        assert_eq!((value(db, &october).await, value(db, &year).await), (Some(300), Some(300)));
        journal::reverse(db, &[record.id], &record.source, Moment::from_millis(1)).await.unwrap();
        assert_eq!(value(db, &year).await, Some(20_000));
    })
    .await;
}

#[tokio::test]
async fn figures_follow_todays_tree_or_that_of_a_past_day() {
    on_both(async |db| {
        post(db, &metrics(), &[posting(1), Posting { area: id(4), ..posting(2) }]).await.unwrap();
        // village a is merged into village b on 20 October
        run(db, "update area_span set to_day = '2026-10-19' where area = $1", [id(3).into()]).await;
        let span = "insert into area_span (area, from_day, path) values ($1, '2026-10-20', 'c.t.b.a.')";
        run(db, span, [id(3).into()]).await;
        run(db, "update area set path = 'c.t.b.a.', parent = $2 where id = $1", [id(3).into(), id(4).into()])
            .await;
        let village = Ask { area: "c.t.b.".to_owned(), ..ask("case.closed") };
        assert_eq!(value(db, &village).await, Some(2));
        assert_eq!(value(db, &Ask { tree_day: Some(day("2026-10-19")), ..village.clone() }).await, Some(1));
        assert_eq!(value(db, &Ask { tree_day: Some(day("2026-10-20")), ..village }).await, Some(2));
    })
    .await;
}

#[tokio::test]
async fn on_a_past_tree_a_later_area_stands_where_it_first_stood() {
    on_both(async |db| {
        let new = "insert into area (id, path, parent) values ($1, 'c.t.n.', $2)";
        run(db, new, [id(90).into(), id(2).into()]).await;
        for (from, path) in [("2026-10-10", "c.t.m."), ("2026-10-20", "c.t.n.")] {
            let span = "insert into area_span (area, from_day, path) values ($1, $2, $3)";
            run(db, span, [id(90).into(), from.into(), path.into()]).await;
        }
        let ended = "update area_span set to_day = '2026-10-19' where area = $1 and from_day = '2026-10-10'";
        run(db, ended, [id(90).into()]).await;
        post(db, &metrics(), &[posting(1), Posting { area: id(90), ..posting(2) }]).await.unwrap();
        for tree_day in ["2026-10-01", "2026-10-12", "2026-10-25"] {
            let then = Ask { tree_day: Some(day(tree_day)), ..ask("case.closed") };
            assert_eq!(value(db, &then).await, Some(2), "{tree_day}: nothing is lost above");
        }
        let first =
            Ask { area: "c.t.m.".to_owned(), tree_day: Some(day("2026-10-01")), ..ask("case.closed") };
        assert_eq!(value(db, &first).await, Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_page_lists_the_latest_day_first_with_what_took_it_back() {
    on_both(async |db| {
        let earlier = Posting { day: day("2026-10-02"), ..posting(4) };
        post(db, &metrics(), &[posting(1), posting(2), posting(3), earlier]).await.unwrap();
        journal::reverse(db, &[id(2)], &posting(2).source, Moment::from_millis(2500)).await.unwrap();
        let all = page(db, &metrics(), &ask("case.closed"), &first(10)).await.unwrap();
        let shape = all.items.iter().map(|i| (i.entry.quantity, i.reversed_by.is_some(), i.entry.reverses));
        let expected = [
            (Some(1), false, None),
            (Some(-1), false, Some(id(2))),
            (Some(1), true, None),
            (Some(1), false, None),
            (Some(1), false, None),
        ];
        assert_eq!(shape.collect::<Vec<_>>(), expected);
        assert_eq!(all.items[4].entry.day, day("2026-10-02"));
        let cursor = Cursor {
            day: all.items[1].entry.day,
            recorded_at: Moment::from_millis(2500),
            id: all.items[1].entry.id,
        };
        let older = page(db, &metrics(), &ask("case.closed"), &Listing { after: Some(cursor), ..first(10) })
            .await
            .unwrap();
        assert_eq!(older.items, all.items[2..]);
        assert_eq!(older.totals, all.totals);
    })
    .await;
}

#[tokio::test]
async fn corrections_come_in_pairs_and_a_record_opens_to_all_of_its_postings() {
    on_both(async |db| {
        let moved = |n: u8, at: i64| Posting { recorded_at: Moment::from_millis(at), ..posting(n) };
        post(db, &metrics(), &[moved(1, 1000), moved(2, 1100), moved(3, 1200)]).await.unwrap();
        journal::seal(db, Moment::from_millis(1300)).await.unwrap();
        journal::reverse(db, &[id(1)], &posting(1).source, Moment::from_millis(2000)).await.unwrap();
        journal::reverse(db, &[id(3)], &posting(3).source, Moment::from_millis(3000)).await.unwrap();
        let closed = ask("case.closed");
        let listing = Listing { corrections: true, ..first(2) };
        let pairs = page(db, &metrics(), &closed, &listing).await.unwrap();
        let shape = |page: &journal::Page| {
            let row = |i: &journal::Item| {
                (i.entry.reverses, i.reverses_seq, i.reversed_by.map(|by| by.at.millis()))
            };
            page.items.iter().map(row).collect::<Vec<_>>()
        };
        assert_eq!(shape(&pairs), [(Some(id(3)), Some(3), None), (None, None, Some(3000))]);
        assert_eq!((pairs.totals["case.closed"].postings, pairs.totals["case.closed"].held.quantity), (4, 0));
        let rest =
            page(db, &metrics(), &closed, &Listing { after: pairs.next, ..listing.clone() }).await.unwrap();
        assert_eq!(shape(&rest), [(Some(id(1)), Some(1), None), (None, None, Some(2000))]);
        assert_eq!(rest.next, None);
        let then = Ask { as_of: Some(3), ..closed };
        assert_eq!(page(db, &metrics(), &then, &listing).await.unwrap().items, []);
        let source = posting(1).source;
        let of = journal::postings_of(db, &source.kind, source.id).await.unwrap();
        let own: Vec<_> = of.iter().map(|item| (item.entry.quantity, item.entry.reverses)).collect();
        assert_eq!(&own[..2], [(Some(1), None), (Some(-1), Some(id(1)))]);
    })
    .await;
}

#[tokio::test]
async fn a_stock_take_finds_what_is_counted_up_to_its_day_at_its_place() {
    on_both(async |db| {
        let thing = |n, quantity| register(n, "test.stock", quantity);
        let list = [
            thing(1, 7),
            Posting { day: day("2026-10-13"), ..thing(2, 4) },
            Posting { area: id(4), org: id(13), ..thing(3, 10) },
            Posting { day: day("2026-10-01"), subject: Some(id(9)), ..thing(4, -2) },
        ];
        post(db, &metrics(), &list).await.unwrap();
        let metrics = metrics();
        let found = async |place: Place<'_>, on: &str| {
            counted(db, &metrics, "test.stock", &place, day(on)).await.unwrap().held.quantity
        };
        let village = Place { area: "c.t.a.", ..Place::default() };
        assert_eq!(found(village.clone(), "2026-10-12").await, 5);
        assert_eq!(found(village.clone(), "2026-10-13").await, 9);
        assert_eq!(found(village.clone(), "2026-09-30").await, 0);
        assert_eq!(found(Place { area: "c.t.", ..Place::default() }, "2026-10-31").await, 19);
        assert_eq!(
            found(Place { org: Some(id(13)), area: "c.t.", ..Place::default() }, "2026-10-31").await,
            10
        );
        assert_eq!(found(Place { subject: Some(id(9)), ..village }, "2026-10-31").await, -2);
        let flow = counted(db, &metrics, "test.waste", &Place::default(), day("2026-10-31")).await;
        assert!(matches!(flow, Err(journal::Error::NoStock(_))));
    })
    .await;
}

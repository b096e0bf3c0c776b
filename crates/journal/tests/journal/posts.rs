//! What may be written, and what a second writing does.

use crate::base::*;
use jiff::ToSpan;
use journal::{Error, Metrics, Posting, figure, net_of_source, post, restate, reverse, sync};
use kernel::{moment::Moment, quantity::Qualifier};
use sea_orm::DatabaseConnection;

async fn closed(db: &DatabaseConnection) -> i64 {
    figure(db, &metrics(), &ask("case.closed")).await.unwrap().value(0).unwrap()
}

#[tokio::test]
async fn the_same_posting_twice_counts_once() {
    on_both(async |db| {
        let first = posting(1);
        let later = Posting { recorded_at: Moment::from_millis(9), ..first.clone() };
        post(db, &metrics(), &[first.clone(), first.clone()]).await.unwrap();
        post(db, &metrics(), &[later]).await.unwrap();
        assert_eq!(closed(db).await, 1);
        let other = Posting { quantity: Some(2), ..first };
        assert!(matches!(post(db, &metrics(), &[other]).await, Err(Error::Changed(_))));
    })
    .await;
}

#[tokio::test]
async fn a_reversal_takes_back_once_and_leaves_no_qualifier() {
    on_both(async |db| {
        let rough = Posting { qualifier: Qualifier::AtLeast, quantity: Some(80), ..posting(1) };
        post(db, &metrics(), &[rough.clone(), Posting { source: rough.source.clone(), ..posting(2) }])
            .await
            .unwrap();
        let before = figure(db, &metrics(), &ask("case.closed")).await.unwrap();
        assert_eq!((before.value(0), before.qualifier()), (Some(81), Qualifier::AtLeast));
        let at = Moment::from_millis(5);
        reverse(db, &[rough.id], &rough.source, at).await.unwrap();
        let after = figure(db, &metrics(), &ask("case.closed")).await.unwrap();
        assert_eq!((after.value(0), after.qualifier()), (Some(1), Qualifier::Exact));
        assert_eq!(after.sums()[0].postings, 3);
        let again = reverse(db, &[rough.id], &rough.source, at).await;
        assert!(matches!(again, Err(Error::AlreadyReversed(_))));
        let foreign = reverse(db, &[id(2)], &posting(9).source, at).await;
        assert!(matches!(foreign, Err(Error::OtherSource(_))));
        assert_eq!(net_of_source(db, "case", rough.source.id).await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_record_that_changes_is_restated_by_the_difference() {
    on_both(async |db| {
        let (kept, moved) = (posting(1), Posting { source: posting(1).source, ..posting(2) });
        post(db, &metrics(), &[kept.clone(), moved.clone()]).await.unwrap();
        let right = Posting { id: id(3), area: id(4), ..moved.clone() };
        for _ in 0..2 {
            let wanted = [kept.clone(), right.clone()];
            restate(db, &metrics(), &kept.source, &wanted, Moment::from_millis(7)).await.unwrap();
        }
        let whole = figure(db, &metrics(), &ask("case.closed")).await.unwrap();
        assert_eq!((whole.value(0), whole.sums()[0].postings), (Some(2), 4));
        restate(db, &metrics(), &kept.source, &[], Moment::from_millis(8)).await.unwrap();
        assert_eq!(closed(db).await, 0);
        assert!(net_of_source(db, "case", kept.source.id).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_the_metric_does_not_take_is_refused() {
    let db = sqlite().await;
    let refused = async |posting: Posting| post(&db, &metrics(), &[posting]).await.unwrap_err();
    let dims = |dim: &str, value: &str| [(dim.to_owned(), value.to_owned())].into();
    let base = posting(1);
    assert!(matches!(
        refused(Posting { dims: dims("colour", "red"), ..base.clone() }).await,
        Error::UnknownDim { .. }
    ));
    assert!(matches!(
        refused(Posting { dims: dims("source", "rumour"), ..base.clone() }).await,
        Error::UnknownValue { .. }
    ));
    assert!(matches!(
        refused(Posting { metric: "case.in_time_rate".to_owned(), ..base.clone() }).await,
        Error::DerivedMetric(_)
    ));
    assert!(matches!(
        refused(Posting { metric: "test.waste".to_owned(), ..base.clone() }).await,
        Error::NotTheOwner { .. }
    ));
    assert!(matches!(
        refused(Posting { until: Some(base.day), ..base.clone() }).await,
        Error::SpanBackward(_)
    ));
    let span = Some(base.day + 3.days());
    assert!(matches!(
        refused(Posting { until: span, ..register(1, "test.stock", 1) }).await,
        Error::SpanRefused { .. }
    ));
    assert!(matches!(refused(register(1, "test.volunteers", 1)).await, Error::NotCountable(_)));
}

#[tokio::test]
async fn a_metric_with_postings_keeps_its_definition() {
    let db = sqlite().await;
    let changed = |from: &str, to: &str| Metrics::read(&[&CASES.replace(from, to), OTHERS]).unwrap();
    let renamed = changed("name = \"结案\"", "name = \"办结\"");
    sync(&db, &renamed).await.unwrap();
    sync(&db, &metrics()).await.unwrap();
    post(&db, &metrics(), &[posting(1)]).await.unwrap();
    assert!(matches!(sync(&db, &renamed).await, Err(Error::FixedMetric(code)) if code == "case.closed"));
    sync(&db, &changed("本期结案的案件", "本期内结案的案件")).await.unwrap();
    let rate =
        "formulas = [{ numerator = [\"case.closed_in_time\"], denominator = [\"case.due\"], percent = true }";
    let newer = ", { from = \"2027-01-01\", numerator = [\"case.closed\"], denominator = [\"case.due\"], percent = true }";
    sync(&db, &changed(rate, &format!("{rate}{newer}"))).await.unwrap();
}

#[test]
fn the_catalogue_names_its_mistakes() {
    let wrong = |from: &str, to: &str| Metrics::read(&[&CASES.replace(from, to)]).unwrap_err().to_string();
    assert!(wrong("code = \"case.due\"", "code = \"case.overdue\"").contains("case.overdue stands twice"));
    assert!(
        wrong("numerator = [\"case.rectified\"]", "numerator = [\"case.gone\"]")
            .contains("case.gone does not exist")
    );
    assert!(
        wrong("\"category\", \"source\"", "\"category\", \"colour\"").contains("colour is not described")
    );
    assert!(wrong("unit = \"件\"", "units = \"件\"").contains("units"));
}

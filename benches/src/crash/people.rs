//! Who writes while the program is killed: cases led from the report to the verification, which closes them, visits with
//! photos, rounds, and pictures for themselves.

use super::{
    ledger::{Kind, Ledger, Sent},
    shelf::{Led, Shelf},
};
use crate::{
    caller::{Caller, picture},
    kit::{
        Result, below,
        client::{BUSY, Call},
    },
};
use serde_json::{Map, Value, json};
use std::{collections::HashMap, sync::Arc};

/// Those who lead a case, in the order of its verbs, and the inspector and the grid worker.
const PEOPLE: &[&str] = &["clerk", "sanitation", "verifier", "inspector", "grid"];
/// Verb, who does it, and whether with a photo.
const COURSE: &[(&str, &str, bool)] = &[
    ("dispatch", "clerk", false),
    ("accept", "sanitation", false),
    ("rectify", "sanitation", true),
    ("verify", "verifier", false),
];
/// Pictures of an account that lie ready, at the most.
const READY: usize = 20;

/// Those who take part, signed in once: their sessions outlive the program.
pub struct People(HashMap<&'static str, Caller>);

impl People {
    pub async fn sign_in(address: &str) -> Result<Self> {
        let mut people = HashMap::new();
        for login in PEOPLE {
            people.insert(*login, Caller::sign_in(address, login).await?);
        }
        Ok(Self(people))
    }

    /// The same where the program listens now, on connections of their own.
    pub async fn again(&self, address: &str) -> Result<Self> {
        let mut people = HashMap::new();
        for (login, caller) in &self.0 {
            people.insert(*login, caller.again(address).await?);
        }
        Ok(Self(people))
    }

    pub fn of(&mut self, login: &str) -> Result<&mut Caller> {
        self.0.get_mut(login).ok_or_else(|| format!("nobody is {login}").into())
    }
}

/// What everybody needs to know of the town.
pub struct Known {
    unit: Value,
    obligation: Value,
    site: Value,
    form: Value,
    answers: Map<String, Value>,
}

impl Known {
    pub async fn read(people: &mut People) -> Result<Self> {
        let owed = people.of("grid")?.client.get("/api/obligations/owed").await?;
        let obligation =
            find(&owed, |owed| owed["kind"]["code"] == "sanitation_patrol")?["obligation"].clone();
        let clerk = &mut people.of("clerk")?.client;
        let units = clerk.get("/api/organisations").await?;
        let unit = find(&units, |unit| unit["short_name"] == "镇环卫所")?["id"].clone();
        let forms = clerk.get("/api/checklists").await?;
        let row = find(&forms, |form| form["code"] == "back_lane")?;
        let form = clerk.get(&format!("/api/checklists/{}", text(&row["id"]))).await?;
        let sites = clerk.get("/api/sites?type=back_lane").await?;
        let site = find(&sites, |site| site["closed_on"].is_null())?["id"].clone();
        Ok(Self { unit, obligation, site, answers: answers(&form["form"]["items"]), form: row["id"].clone() })
    }
}

/// Everything passes; what needs a photo of its own does not apply.
fn answers(items: &Value) -> Map<String, Value> {
    let answer = |item: &Value| {
        let wanted = item["required"] != false;
        match text(&item["kind"]) {
            "pass_fail" if item["photo"] == "always" => Some(json!("na")),
            "pass_fail" => Some(json!("pass")),
            "choice" if wanted => item["choices"].as_array()?.last().map(|choice| choice["code"].clone()),
            "number" if wanted => Some(json!(0)),
            _ => None,
        }
    };
    let items = items.as_array().into_iter().flatten();
    items.filter_map(|item| Some((text(&item["key"]).to_owned(), answer(item)?))).collect()
}

/// One who writes, on connections of their own, until the program is gone.
pub struct Writer {
    people: People,
    known: Arc<Known>,
    ledger: Arc<Ledger>,
    shelf: Arc<Shelf>,
}

impl Writer {
    pub const fn new(people: People, known: Arc<Known>, ledger: Arc<Ledger>, shelf: Arc<Shelf>) -> Self {
        Self { people, known, ledger, shelf }
    }

    /// Writes whatever comes to mind; ends with the error of the broken connection.
    pub async fn write(mut self) -> Result<()> {
        loop {
            match below(10) {
                0..=1 => self.visit().await?,
                2 => self.round().await?,
                3 if self.shelf.pictures("clerk")? < READY => self.store("clerk").await?,
                3..=5 => self.report().await?,
                _ => self.lead().await?,
            }
        }
    }

    async fn report(&mut self) -> Result<()> {
        let Some(photo) = self.picture("clerk").await? else { return Ok(()) };
        let call = Call::post("/api/cases", &self.people.of("clerk")?.found(&photo));
        if let Some(case) = self.send(Kind::Case, "clerk", call, None).await? {
            self.shelf.put(Led::of(&case))?;
        }
        Ok(())
    }

    /// The next verb of one of the cases; one that is not taken, as one that the clock has moved, is left.
    async fn lead(&mut self) -> Result<()> {
        let Some(mut case) = self.shelf.take()? else { return self.report().await };
        let Some((verb, login, with_photo)) = COURSE.get(case.done) else { return Ok(()) };
        let mut body = json!({ "version": case.version });
        if *verb == "dispatch" {
            body["org"] = self.known.unit.clone();
        }
        if *with_photo {
            let Some(photo) = self.picture(login).await? else { return Ok(()) };
            body["photos"] = json!([photo]);
        }
        let call = Call::post(&format!("/api/cases/{}/{verb}", text(&case.id)), &body);
        if let Some(moved) = self.send(Kind::Step, login, call, None).await? {
            case.version = moved["version"].clone();
            case.done += 1;
            self.shelf.put(case)?;
        }
        Ok(())
    }

    async fn visit(&mut self) -> Result<()> {
        let Some(photo) = self.picture("inspector").await? else { return Ok(()) };
        let item = self.known.answers.keys().next().ok_or("a checklist without questions")?;
        let body = json!({
            "site": self.known.site, "form": self.known.form, "answers": self.known.answers,
            "photos": { item: [photo] },
        });
        self.send(Kind::Visit, "inspector", Call::post("/api/visits", &body), None).await.map(drop)
    }

    async fn round(&mut self) -> Result<()> {
        let Some(photo) = self.picture("grid").await? else { return Ok(()) };
        let body = json!({ "obligation": self.known.obligation, "note": "", "photos": [photo] });
        self.send(Kind::Round, "grid", Call::post("/api/rounds", &body), None).await.map(drop)
    }

    /// A picture that lies ready, or else is stored now; none while the program takes none.
    async fn picture(&mut self, login: &'static str) -> Result<Option<String>> {
        if self.shelf.pictures(login)? == 0 {
            self.store(login).await?;
        }
        self.shelf.take_picture(login)
    }

    async fn store(&mut self, login: &'static str) -> Result<()> {
        let bytes = picture(96, 64)?;
        let call = Call::upload("/api/files", "photo.jpg", &bytes, Some("{}"));
        let key = call.key.to_string();
        match self.send(Kind::File, login, call, Some(bytes.into())).await? {
            Some(_) => self.shelf.put_picture(login, key),
            None => Ok(()),
        }
    }

    /// None: it was refused, and nothing of it stands. What gets no answer is in doubt, and the connection is gone.
    async fn send(
        &mut self,
        kind: Kind,
        login: &'static str,
        call: Call,
        picture: Option<hyper::body::Bytes>,
    ) -> Result<Option<Value>> {
        let sent = Sent { kind, login, call, picture };
        match self.people.of(login)?.client.send(&sent.call).await {
            Ok(answer) if answer.ok() => {
                let told = answer.json()?;
                self.ledger.tell(sent, answer.body)?;
                Ok(Some(told))
            }
            // a busy program did not take it
            Ok(answer) if answer.status == BUSY => {
                self.ledger.doubt(sent)?;
                Ok(None)
            }
            Ok(answer) => {
                self.ledger.refuse(&sent, &answer)?;
                Ok(None)
            }
            Err(broken) => {
                self.ledger.doubt(sent)?;
                Err(broken)
            }
        }
    }
}

fn find(list: &Value, of: impl Fn(&&Value) -> bool) -> Result<&Value> {
    let list = list.as_array().or_else(|| list["items"].as_array());
    list.into_iter().flatten().find(of).ok_or_else(|| "the demo town is another".into())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

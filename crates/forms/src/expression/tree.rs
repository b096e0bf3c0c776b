//! The checked tree and its values, read from and written as the JSON that the module's head describes.

use super::LARGEST;
use serde::{Deserialize, Serialize, Serializer, de::Error as _, ser::SerializeSeq};
use serde_json::Value as Json;

/// What a tree gives; days are texts, photos their number.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Value>),
}

impl Value {
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    pub fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => to.serialize_unit(),
            Self::Bool(value) => to.serialize_bool(*value),
            #[allow(clippy::cast_possible_truncation)] // whole and below 2^53
            Self::Number(n) if n.fract() == 0.0 && n.abs() <= LARGEST => to.serialize_i64(*n as i64),
            Self::Number(n) => to.serialize_f64(*n),
            Self::Text(text) => to.serialize_str(text),
            Self::List(values) => values.serialize(to),
        }
    }
}

/// A checked expression.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Literal(Value),
    Item(String),
    Call(Op, Vec<Tree>),
}

impl Tree {
    pub(crate) fn text(text: &str) -> Self {
        Self::Literal(Value::Text(text.to_owned()))
    }
}

macro_rules! operators {
    ($($op:ident $name:literal $takes:expr,)*) => {
        /// The operators of trees; the module's head says what each works on.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Op { $($op,)* }

        impl Op {
            /// The word in JSON.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$op => $name,)* }
            }
            fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$op),)* _ => None }
            }
            /// How many trees it works on; none for any number.
            const fn takes(self) -> Option<usize> {
                match self { $(Self::$op => $takes,)* }
            }
        }
    };
}

operators! {
    Today "today" Some(0),
    List "list" None,
    Answered "answered" Some(1),
    Not "!" Some(1),
    And "&&" Some(2),
    Or "||" Some(2),
    If "?" Some(3),
    Equal "==" Some(2),
    Less "<" Some(2),
    AtMost "<=" Some(2),
    In "in" Some(2),
    Add "+" Some(2),
    Subtract "-" Some(2),
    Multiply "*" Some(2),
    Divide "/" Some(2),
    Remainder "%" Some(2),
    Whole "whole" Some(1),
    Size "size" Some(1),
    Contains "contains" Some(2),
    Starts "starts" Some(2),
    Ends "ends" Some(2),
    DaysBetween "days_between" Some(2),
    AddDays "add_days" Some(2),
    AddMonths "add_months" Some(2),
}

impl Serialize for Tree {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Literal(value) => value.serialize(to),
            Self::Item(key) => ["item", key].serialize(to),
            Self::Call(op, works_on) => {
                let mut seq = to.serialize_seq(Some(works_on.len() + 1))?;
                seq.serialize_element(op.name())?;
                works_on.iter().try_for_each(|tree| seq.serialize_element(tree))?;
                seq.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        read(Json::deserialize(from)?).ok_or_else(|| D::Error::custom("not the tree of an expression"))
    }
}

fn read(json: Json) -> Option<Tree> {
    let Json::Array(parts) = json else {
        return Some(Tree::Literal(serde_json::from_value(json).ok()?));
    };
    let mut parts = parts.into_iter();
    let head = parts.next()?;
    match head.as_str()? {
        "item" => match (parts.next()?, parts.next()) {
            (Json::String(key), None) => Some(Tree::Item(key)),
            _ => None,
        },
        name => {
            let op = Op::named(name)?;
            let works_on: Vec<Tree> = parts.map(read).collect::<Option<_>>()?;
            op.takes().is_none_or(|count| count == works_on.len()).then_some(Tree::Call(op, works_on))
        }
    }
}

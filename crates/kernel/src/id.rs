//! Ids: UUIDv7 behind a newtype for each kind of thing, so that a case's id never passes for an area's.

pub use uuid::Uuid;

use crate::moment::Moment;

/// A UUIDv7 of a moment and ten random bytes: time and chance are passed in.
pub fn v7(at: Moment, chance: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at.millis()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &chance).into_uuid()
}

/// Defines id newtypes: `kernel::ids! { /// A case. CaseId; AreaId }`.
#[macro_export]
macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $crate::id::Uuid);
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { self.0.fmt(f) }
        }
        impl From<$crate::id::Uuid> for $name {
            fn from(id: $crate::id::Uuid) -> Self { Self(id) }
        }
        impl From<$name> for $crate::id::Uuid {
            fn from(id: $name) -> Self { id.0 }
        }
        impl ::std::str::FromStr for $name {
            type Err = <$crate::id::Uuid as ::std::str::FromStr>::Err;
            fn from_str(text: &str) -> Result<Self, Self::Err> { text.parse().map(Self) }
        }
    )+};
}

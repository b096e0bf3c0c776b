//! The tables of cases.

pub mod case_record {
    //! The table `case_record`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_record")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub number: String,
        pub title: String,
        pub description: String,
        pub category: String,
        pub condition: Option<String>,
        pub line: String,
        pub area: Uuid,
        pub counted_in: Uuid,
        pub place: String,
        pub lon: Option<f64>,
        pub lat: Option<f64>,
        pub site: Option<Uuid>,
        pub round: Option<Uuid>,
        pub source: String,
        pub state: String,
        pub resumes: Option<String>,
        pub cycle: i32,
        pub rework: i32,
        pub returns: i32,
        pub registering: Uuid,
        pub lead: Option<Uuid>,
        pub verifying: Option<Uuid>,
        pub superior: bool,
        pub deadline_at: Option<i64>,
        pub clock: Option<String>,
        pub overdue_at: Option<i64>,
        pub supervised: i32,
        pub supervise_at: Option<i64>,
        pub asked: Option<String>,
        pub asked_at: Option<i64>,
        pub extensions: i32,
        pub extended_by: Option<Uuid>,
        pub spot: Option<String>,
        pub merged_into: Option<Uuid>,
        pub parent: Option<Uuid>,
        pub own_limit: Option<String>,
        pub reported_by: Uuid,
        pub rectified_by: Option<Uuid>,
        pub found_at: i64,
        pub found_said_at: Option<i64>,
        pub reported_at: i64,
        pub rectified_at: Option<i64>,
        pub closed_at: Option<i64>,
        pub open: bool,
        pub sort_at: i64,
        pub version: i32,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_move {
    //! The table `case_move`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_move")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub record: Uuid,
        pub version: i32,
        pub verb: String,
        pub from_state: Option<String>,
        pub to_state: String,
        pub cycle: i32,
        pub at: i64,
        pub organisation: Option<Uuid>,
        pub person: Option<Uuid>,
        pub reason: Option<String>,
        pub by_rule: bool,
        pub lead: Option<Uuid>,
        pub verifying: Option<Uuid>,
        pub deadline_at: Option<i64>,
        pub level: Option<i32>,
        pub limit_words: Option<String>,
        pub reached: Option<Uuid>,
        pub condition: Option<String>,
        pub for_person: Option<Uuid>,
        pub other: Option<Uuid>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_stage {
    //! The table `case_stage`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_stage")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: Uuid,
        pub record: Uuid,
        pub cycle: i32,
        pub stage: String,
        pub organisation: Option<Uuid>,
        pub from_at: i64,
        pub to_at: Option<i64>,
        pub limit_words: Option<String>,
        pub deadline_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_photo {
    //! The table `case_photo`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_photo")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub record: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub file: Uuid,
        pub role: String,
        pub cycle: i32,
        pub distance_m: Option<f64>,
        pub added_at: i64,
        pub later: Option<bool>,
        pub here: Option<bool>,
        pub single: Option<bool>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_photo_match {
    //! The table `case_photo_match`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_photo_match")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub record: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub file: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub other: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub other_record: Uuid,
        pub mirrored: bool,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

pub mod case_cooperating {
    //! The table `case_cooperating`.
    use sea_orm::entity::prelude::*;
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "case_cooperating")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub record: Uuid,
        #[sea_orm(primary_key, auto_increment = false)]
        pub organisation: Uuid,
        pub done_at: Option<i64>,
    }
    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}
    impl ActiveModelBehavior for ActiveModel {}
}

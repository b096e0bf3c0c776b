//! Somebody of the demo town who reports cases, as a phone does: the picture first, then the case that claims it.

use crate::kit::{
    Result,
    client::{Call, Client},
};
use image::{RgbImage, codecs::jpeg::JpegEncoder};
use serde_json::{Value, json};
use std::sync::Arc;

/// 东关社区 of the demo town.
const VILLAGE: &str = "990101001001";
const CATEGORY: &str = "sanitation.litter";

pub struct Caller {
    pub client: Client,
    address: String,
    session: String,
    area: Arc<str>,
}

impl Caller {
    pub async fn sign_in(address: &str, login: &str) -> Result<Self> {
        let (mut client, session) = Client::sign_in(address, login).await?;
        let areas = client.get("/api/areas").await?;
        let village = areas.as_array().into_iter().flatten().find(|area| area["code"] == VILLAGE);
        let area = village.and_then(|area| area["id"].as_str()).ok_or("the demo town has no such village")?;
        Ok(Self { client, address: address.into(), session, area: area.into() })
    }

    /// The same person on a connection of its own.
    pub async fn another(&self) -> Result<Self> {
        self.again(&self.address).await
    }

    /// The same session where the program listens now.
    pub async fn again(&self, address: &str) -> Result<Self> {
        let client = Client::connect(address, &self.session).await?;
        Ok(Self { client, address: address.into(), session: self.session.clone(), area: self.area.clone() })
    }

    /// The village that the reports are of.
    pub fn area(&self) -> &str {
        &self.area
    }

    /// Stores a picture and answers its id.
    pub async fn store(&mut self, bytes: &[u8]) -> Result<String> {
        let call = Call::upload("/api/files", "photo.jpg", bytes, Some("{}"));
        self.client.take(&call).await?;
        Ok(call.key.to_string())
    }

    /// A report, its picture stored, not sent yet.
    pub async fn report(&mut self) -> Result<Call> {
        let photo = self.store(&picture(64, 48)?).await?;
        Ok(Call::post("/api/cases", &self.found(&photo)))
    }

    pub fn found(&self, photo: &str) -> Value {
        json!({
            "title": "路边有垃圾", "place": "东关街北侧", "category": CATEGORY, "area": &*self.area,
            "photos": [photo], "source": "report", "position": null,
        })
    }
}

/// A street corner as a camera might keep it: shapes over a gradient with grain, no two the same.
pub fn picture(width: u32, height: u32) -> Result<Vec<u8>> {
    let seed = u32::try_from(crate::kit::below(1 << 20))?;
    let of = |x: u32, y: u32| {
        let grain =
            x.wrapping_mul(2_654_435_761).wrapping_add(y.wrapping_mul(40_503)).wrapping_add(seed) >> 28;
        let [sky, wall, floor] = [y * 128 / height, (x / 97 + seed) % 5 * 40, (x ^ y) % 61];
        let shade = if y * 3 < height {
            sky
        } else if y * 3 < height * 2 {
            wall
        } else {
            floor
        };
        [shade + grain, shade / 2 + 60 + grain, 90 + grain].map(|part| part.to_le_bytes()[0])
    };
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 90).encode_image(&RgbImage::from_fn(
        width,
        height,
        |x, y| image::Rgb(of(x, y)),
    ))?;
    Ok(bytes)
}

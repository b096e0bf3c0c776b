//! A photo of twelve megapixels stored, with its copy to look at and its thumbnail, against libvips making the two.

use super::Scale;
use crate::{
    caller::{Caller, picture},
    kit::{
        Result,
        client::Call,
        stats::Times,
        table::Line,
        town::{Ground, Store, run},
    },
};
use std::{path::Path, time::Instant};
use tokio::process::Command;

const SIZE: (u32, u32) = (4000, 3000);

pub async fn measure(ground: &Ground, store: Store, scale: &Scale) -> Result<Vec<Line>> {
    let place = ground.town(store, "photo").await?;
    let server = ground.serve(&place).await?;
    let mut caller = Caller::sign_in(&server.address, "clerk").await?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..scale.photos {
        let bytes = picture(SIZE.0, SIZE.1)?;
        let call = Call::upload("/api/files", "photo.jpg", &bytes, Some("{}"));
        ours.push(caller.client.timed(&call).await?.1);
        std::fs::write(place.folder.join("photo.jpg"), &bytes)?;
        let begun = Instant::now();
        vips(&place.folder).await?;
        theirs.push(begun.elapsed());
    }
    server.stop().await?;
    ground.remove(&place).await?;
    let [ours, theirs] = [ours, theirs].map(|times| Times::of(times).at(0.5));
    Ok(vec![
        Line::told("photo of 12 megapixels sent, shrunk and stored, p50", ours, "ms"),
        Line::told("libvips making the same two copies, p50", theirs, "ms"),
        Line::at_most("photo against libvips", ours / theirs, 1.5, "×"),
    ])
}

/// The copy of 1600 pixels, and from it the thumbnail of 320.
async fn vips(folder: &Path) -> Result<()> {
    for (from, size, to) in
        [("photo.jpg", "1600x1600", "view.jpg[Q=82]"), ("view.jpg", "320x320", "thumb.jpg[Q=82]")]
    {
        let mut command = Command::new("vipsthumbnail");
        command.current_dir(folder).args([from, "--size", size, "-o", to]);
        run(&mut command).await.map_err(|e| format!("{e} (apt-get install libvips-tools)"))?;
    }
    Ok(())
}

//! The web apps are embedded from `web/dist`. It is built apart (`make web`); without it the program has no pages.

use std::path::Path;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/dist");
    println!("cargo::rerun-if-changed={}", folder.display());
    if !folder.join("desk/index.html").exists() {
        println!("cargo::warning=web/dist is empty: the program will have no pages; run `make web`");
        if let Err(error) = std::fs::create_dir_all(&folder) {
            println!("cargo::error=web/dist cannot be made: {error}");
        }
    }
}

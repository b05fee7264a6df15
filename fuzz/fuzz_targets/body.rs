//! One body of `tests/it/fuzz/bodies.rs`, the one that `REPRISE_FUZZ` names.

#![no_main]

#[path = "../../tests/it/fuzz/bodies.rs"]
mod bodies;

use std::sync::LazyLock;

static BODY: LazyLock<bodies::Body> = LazyLock::new(|| {
    let wanted = std::env::var("REPRISE_FUZZ").expect("REPRISE_FUZZ names a body");
    let found = bodies::BODIES.iter().find(|(name, _)| *name == wanted);
    found.expect("a body of that name").1
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| BODY(bytes));

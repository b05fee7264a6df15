//! Texts that are built into the binary: without this, a new file among them would not be noticed.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=locales");
}

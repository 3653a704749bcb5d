//! The command line of 准绳; everything it knows of law it asks of the library.

fn main() {}

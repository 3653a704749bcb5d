//! Any bytes are a bundle whose rules load or are refused, or no bundle; so are they behind a checksum that fits.
#![no_main]

use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};
use zhunsheng::RuleSet;

fuzz_target!(|data: &[u8]| {
    let _ = RuleSet::from_bundle(data);
    let rules = RuleSet::from_sources([("例.zs", "规则集 例 { 版本 “1” 施行 2026年1月1日 制定机关 “某局” }")]).expect("good rules");
    let mut bundle = Vec::new();
    rules.bundle(&mut bundle).expect("written to memory");
    // The head of a real one, then whatever comes, sealed.
    let head = bundle.windows(4).position(|w| w == b"root").map_or(0, |at| at - 8);
    bundle.truncate(head);
    bundle.extend(data);
    bundle.extend(Sha256::digest(&bundle));
    if let Ok(rules) = RuleSet::from_bundle(&bundle) {
        let mut again = Vec::new();
        rules.bundle(&mut again).expect("written to memory");
        assert!(RuleSet::from_bundle(&again).is_ok());
    }
});

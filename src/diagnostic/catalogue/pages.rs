//! The manual pages, kept as Markdown in `docs/diagnostics/`.

/// Lists the codes that have a page; a test checks that none is forgotten.
macro_rules! pages {
    ($($code:literal)*) => {
        /// The page of a code.
        pub(super) fn page(code: &str) -> Option<&'static str> {
            match code {
                $($code => Some(include_str!(concat!("../../../docs/diagnostics/", $code, ".md"))),)*
                _ => None,
            }
        }
    };
}

pages! {
    "ZS0001"
    "ZS0002"
    "ZS0003"
    "ZS0004"
    "ZS0005"
    "ZS0006"
    "ZS0007"
    "ZS0101"
    "ZS0102"
    "ZS0103"
    "ZS0104"
    "ZS0105"
    "ZS0106"
    "ZS0107"
    "ZS0108"
    "ZS0109"
    "ZS0110"
    "ZS0111"
    "ZS0112"
    "ZS0113"
    "ZS0114"
    "ZS0115"
    "ZS0116"
    "ZS0117"
    "ZS0118"
    "ZS0119"
    "ZS0120"
    "ZS0121"
    "ZS0122"
    "ZS0123"
    "ZS0124"
    "ZS0125"
    "ZS0126"
    "ZS0127"
    "ZS0128"
    "ZS0129"
    "ZS0130"
    "ZS0131"
    "ZS0132"
    "ZS0133"
}

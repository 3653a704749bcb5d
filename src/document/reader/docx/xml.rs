//! Events of an XML part, the few that matter here, within limits; entities beyond the five of XML are refused.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::document::error::{DocumentError, DocumentLimits};

/// What happens in a part.
pub(super) enum Happening<'e> {
    /// An element begins, with its attributes by local name.
    Open(&'e str, &'e Attributes),
    /// An element ends.
    Close(&'e str),
    /// Text.
    Text(&'e str),
}

/// The attributes of an element, by their local names.
#[derive(Default)]
pub(super) struct Attributes(Vec<(String, String)>);

impl Attributes {
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// Whether a property that is on or off is on: it is where it says nothing.
    pub(super) fn on(&self) -> bool {
        !matches!(self.get("val"), Some("0" | "false" | "off"))
    }

    pub(super) fn number(&self, name: &str) -> Option<u32> {
        self.get(name)?.parse().ok()
    }

    fn of(start: &BytesStart<'_>) -> Attributes {
        let mut read = start.attributes();
        let read = read.with_checks(false).flatten().take(64);
        Attributes(read.map(|one| (one.key.local_name().as_ref().to_owned(), one.value.to_string())).collect())
    }
}

/// Reads a part and tells what happens in it.
pub(super) fn each(
    part: &str,
    limits: &DocumentLimits,
    mut tell: impl FnMut(Happening<'_>) -> Result<(), DocumentError>,
) -> Result<(), DocumentError> {
    let mut reader = Reader::from_str(part);
    let mut depth = 0_usize;
    loop {
        match reader.read_event().map_err(DocumentError::damaged_by)? {
            Event::Start(start) => {
                depth += 1;
                if depth > limits.depth {
                    return Err(DocumentError::TooLarge { limit: "depth", most: limits.depth });
                }
                tell(Happening::Open(start.local_name().as_ref(), &Attributes::of(&start)))?;
            }
            Event::Empty(start) => {
                let name = start.local_name();
                tell(Happening::Open(name.as_ref(), &Attributes::of(&start)))?;
                tell(Happening::Close(name.as_ref()))?;
            }
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                tell(Happening::Close(end.local_name().as_ref()))?;
            }
            Event::Text(text) => tell(Happening::Text(&text))?,
            Event::CData(text) => tell(Happening::Text(&text))?,
            Event::GeneralRef(name) => {
                let c = match name.resolve_char_ref().map_err(DocumentError::damaged_by)? {
                    Some(c) => c,
                    None => match &*name {
                        "lt" => '<',
                        "gt" => '>',
                        "amp" => '&',
                        "quot" => '"',
                        "apos" => '\'',
                        other => {
                            return Err(DocumentError::damaged(
                                format!("XML 实体 &{other}; 不予展开"),
                                format!("the XML entity &{other}; is not expanded"),
                            ));
                        }
                    },
                };
                tell(Happening::Text(c.encode_utf8(&mut [0; 4])))?;
            }
            // Word writes none; one is there only to define entities.
            Event::DocType(_) => return Err(DocumentError::damaged("XML 中有 DOCTYPE 声明", "the XML declares a DOCTYPE")),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if depth > 0 => return Err(DocumentError::damaged("XML 不完整", "the XML is cut off")),
            Event::Eof => return Ok(()),
        }
    }
}

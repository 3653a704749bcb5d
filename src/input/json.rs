//! JSON (RFC 8259) into values: strict, every digit kept, no key lost, within stated limits.
//!
//! A reader of its own, since `serde_json` either turns numbers into `f64` or, with `arbitrary_precision`, changes how
//! every other crate of the build reads them; it also lets the later of two equal keys win without a word.

use indexmap::IndexMap;
use indexmap::map::Entry;

use super::{Limits, Number, ReadError, ReadProblem, Value};

/// Reads one JSON value that fills the whole text.
///
/// ```
/// use zhunsheng::input::{Limits, Value, read_json};
/// let case = read_json(r#"{ "违法所得": 0.10 }"#, &Limits::default()).unwrap();
/// let Value::Object(facts) = case else { unreachable!() };
/// let Value::Number(gains) = &facts["违法所得"] else { unreachable!() };
/// assert_eq!(gains.as_str(), "0.10");
/// ```
///
/// # Errors
/// Where the text is no JSON, names a key twice, or exceeds a limit: with line and column.
pub fn read_json(text: &str, limits: &Limits) -> Result<Value, ReadError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.len() > limits.bytes {
        return Err(ReadError::whole(ReadProblem::TooLarge { bytes: text.len(), limit: limits.bytes }));
    }
    let mut reader = Reader { text, at: 0, depth: 0, limits };
    let value = reader.value()?;
    reader.blank();
    if reader.at < text.len() {
        return Err(reader.expected("end of the text", "文件末尾"));
    }
    Ok(value)
}

/// Reads JSON Lines: one value a line, blank lines skipped, each with its line number from 1.
pub fn read_json_lines<'t>(text: &'t str, limits: &'t Limits) -> impl Iterator<Item = (usize, Result<Value, ReadError>)> + 't {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).map(|(at, line)| {
        let read = read_json(line, limits).map_err(|error| error.on_line(at + 1));
        (at + 1, read)
    })
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    limits: &'t Limits,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn blank(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    fn take(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        if found {
            self.at += word.len();
        }
        found
    }

    fn error(&self, at: usize, problem: ReadProblem) -> ReadError {
        ReadError::at(self.text, at, problem)
    }

    fn expected(&self, en: &'static str, zh: &'static str) -> ReadError {
        let found = self.peek().map(String::from);
        self.error(self.at, ReadProblem::Syntax { found, expected_zh: zh, expected_en: en })
    }

    fn value(&mut self) -> Result<Value, ReadError> {
        self.blank();
        match self.peek() {
            Some('{') => self.nested(Self::object),
            Some('[') => self.nested(Self::list),
            Some('"') => Ok(Value::Text(self.string()?)),
            Some('-' | '0'..='9') => self.number(),
            _ => {
                for (word, value) in [("true", Value::Boolean(true)), ("false", Value::Boolean(false)), ("null", Value::Null)] {
                    if self.take(word) {
                        return Ok(value);
                    }
                }
                Err(self.expected(
                    "a value: an object, a list, a text in quotation marks, a number, true, false or null",
                    "值（对象、列表、加引号的文本、数、true、false 或者 null）",
                ))
            }
        }
    }

    fn nested(&mut self, read: fn(&mut Self) -> Result<Value, ReadError>) -> Result<Value, ReadError> {
        if self.depth >= self.limits.nesting {
            return Err(self.error(self.at, ReadProblem::TooDeep { limit: self.limits.nesting }));
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self);
        self.depth -= 1;
        value
    }

    fn object(&mut self) -> Result<Value, ReadError> {
        let mut entries = IndexMap::new();
        self.blank();
        if self.take("}") {
            return Ok(Value::Object(entries));
        }
        loop {
            self.blank();
            let start = self.at;
            if self.peek() != Some('"') {
                return Err(self.expected("a name in quotation marks", "加引号的名称"));
            }
            let name = self.string()?;
            self.blank();
            if !self.take(":") {
                return Err(self.expected("a colon after the name", "名称后面的冒号 :"));
            }
            let value = self.value()?;
            match entries.entry(name) {
                Entry::Occupied(entry) => {
                    let key = entry.key().clone();
                    return Err(self.error(start, ReadProblem::DuplicateKey { key }));
                }
                Entry::Vacant(entry) => entry.insert(value),
            };
            self.blank();
            if self.take("}") {
                return Ok(Value::Object(entries));
            }
            if !self.take(",") {
                return Err(self.expected("a comma or }", "逗号 , 或者 }"));
            }
        }
    }

    fn list(&mut self) -> Result<Value, ReadError> {
        let mut values = Vec::new();
        self.blank();
        if self.take("]") {
            return Ok(Value::List(values));
        }
        loop {
            values.push(self.value()?);
            self.blank();
            if self.take("]") {
                return Ok(Value::List(values));
            }
            if !self.take(",") {
                return Err(self.expected("a comma or ]", "逗号 , 或者 ]"));
            }
        }
    }

    fn number(&mut self) -> Result<Value, ReadError> {
        let rest = self.rest();
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(rest.len());
        let text = rest.get(..end).unwrap_or_default();
        match Number::parse(text) {
            Some(number) => {
                self.at += end;
                Ok(Value::Number(number))
            }
            None => Err(self.error(
                self.at,
                ReadProblem::Syntax {
                    found: Some(text.to_owned()),
                    expected_zh: "十进制数（如 5000、0.5）",
                    expected_en: "a decimal number such as 5000 or 0.5",
                },
            )),
        }
    }

    fn string(&mut self) -> Result<String, ReadError> {
        let open = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let plain = rest.find(|c: char| c == '"' || c == '\\' || c < ' ').unwrap_or(rest.len());
            text.push_str(rest.get(..plain).unwrap_or_default());
            self.at += plain;
            match self.peek() {
                Some('"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some('\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                Some(_) => {
                    return Err(self.expected(
                        "an escape such as \\n: a text holds no bare line break or control character",
                        "转义符号（如 \\n）：文本里不能直接换行，也不能有控制字符",
                    ));
                }
                None => return Err(self.error(open, ReadProblem::Unclosed)),
            }
        }
    }

    fn escape(&mut self) -> Result<char, ReadError> {
        for (mark, character) in
            [("\"", '"'), ("\\", '\\'), ("/", '/'), ("b", '\u{8}'), ("f", '\u{c}'), ("n", '\n'), ("r", '\r'), ("t", '\t')]
        {
            if self.take(mark) {
                return Ok(character);
            }
        }
        let start = self.at;
        let code = if self.take("u") { self.hex4() } else { None };
        let character = match code {
            // A pair of surrogates is one character past U+FFFF.
            Some(high @ 0xD800..=0xDBFF) => {
                let low = if self.take("\\u") { self.hex4() } else { None };
                low.filter(|low| (0xDC00..=0xDFFF).contains(low))
                    .and_then(|low| char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)))
            }
            Some(code) => char::from_u32(code),
            None => None,
        };
        character.ok_or_else(|| {
            self.at = start;
            self.expected(
                "an escape: \\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u with four hexadecimal digits",
                "转义符号：\\\" \\\\ \\/ \\b \\f \\n \\r \\t 或者 \\u 加四位十六进制数",
            )
        })
    }

    fn hex4(&mut self) -> Option<u32> {
        let text = self.rest().get(..4).filter(|t| t.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u32::from_str_radix(text, 16).ok()
    }
}

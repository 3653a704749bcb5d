//! The penalty that a row or a case says was imposed, in the rules' own words, turned into the 拟处罚 of a case.

use zhunsheng::input::{Limits, ReadError, Value, read_json};
use zhunsheng::model::{Model, ProposedPenalty};

/// What a column of the penalty may be called; the case's own keys come last.
const NAMES: [&str; 6] = ["实际处罚", "拟处", "imposed", "处罚决定", "拟处罚", "proposed"];

/// The key that a case knows it by.
pub(crate) const KEY: &str = "拟处罚";

/// Reads penalties by the kinds that a model knows.
pub(crate) struct Imposed {
    /// Names of kinds, the longest first, so that 暂扣许可证件 is not read as a shorter kind it begins with.
    kinds: Vec<String>,
    names: Vec<&'static str>,
}

impl Imposed {
    pub(crate) fn new(model: &Model) -> Imposed {
        let mut kinds: Vec<String> = model.kinds.iter().map(|kind| kind.name.clone()).collect();
        kinds.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        // A fact of the rules keeps its name.
        let is_fact = |name: &str| model.facts.iter().any(|fact| fact.key.to_string() == name);
        let names = NAMES.into_iter().filter(|name| !is_fact(name)).collect();
        Imposed { kinds, names }
    }

    /// A case with its penalty under the key that a case knows it by; two columns of penalties are told by the binder.
    pub(crate) fn put_right(&self, case: Value) -> Result<Value, ReadError> {
        let Value::Object(entries) = case else { return Ok(case) };
        if !entries.keys().any(|key| self.column(key).is_some()) {
            return Ok(Value::Object(entries));
        }
        let mut rest = Vec::new();
        let mut whole = Vec::new();
        for (key, value) in entries {
            match (self.column(&key), value) {
                (Some(""), Value::Text(text)) => whole.push(self.words(&text)?),
                (Some(""), value) => whole.push(value),
                (Some(kind), value) => rest.push((format!("{KEY}{kind}"), value)),
                (None, value) => rest.push((key, value)),
            }
        }
        if let Some(only) = whole.pop() {
            let value = if whole.is_empty() { only } else { Value::List(whole.into_iter().chain([only]).collect()) };
            rest.push((KEY.to_owned(), value));
        }
        Ok(rest.into_iter().collect())
    }

    /// What follows the column's name: nothing, or `.罚款`.
    pub(crate) fn column<'k>(&self, key: &'k str) -> Option<&'k str> {
        // Of all names: 拟处 is how 拟处罚 begins.
        self.names.iter().filter_map(|name| key.strip_prefix(name)).find(|after| after.is_empty() || after.starts_with('.'))
    }

    /// `警告, 并处 5000元罚款` → `[{警告: true}, {罚款: "5000元"}]`; JSON as it stands.
    fn words(&self, text: &str) -> Result<Value, ReadError> {
        let text = text.trim();
        if text.starts_with(['{', '[']) {
            return read_json(text, &Limits::default());
        }
        let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let parts = compact.replace("并处", ",");
        let parts = parts.split([',', '，', '、', ';', '；', '。']).filter(|part| !part.is_empty());
        Ok(Value::List(parts.map(|part| self.part(part)).collect()))
    }

    fn part(&self, part: &str) -> Value {
        let part = ["处以", "给予", "处"].iter().find_map(|word| part.strip_prefix(word)).unwrap_or(part);
        let named = self.kinds.iter().find_map(|kind| Some((kind.as_str(), part.strip_prefix(kind.as_str())?)));
        let (kind, measure) = match (named, part.strip_suffix("罚款")) {
            (Some(found), _) => found,
            (None, Some(amount)) => ("罚款", amount),
            (None, None) => (part, ""),
        };
        let measure = measure.trim_start_matches([':', '：']).trim_start_matches("人民币");
        let value = if measure.is_empty() { Value::Boolean(true) } else { Value::from(measure) };
        [(kind, value)].into_iter().collect()
    }
}

/// A penalty as it is compared and shown: kinds in the order of the rules, the fine last.
pub(crate) fn shown(model: &Model, penalty: &ProposedPenalty) -> String {
    if penalty.waived {
        return "不予处罚".to_owned();
    }
    let mut others = penalty.others.clone();
    others.sort_by_key(|(kind, _)| kind.index());
    let others = others.iter().map(|(kind, period)| match period {
        Some(period) => format!("{} {period}", model[*kind].name),
        None => model[*kind].name.clone(),
    });
    let fine = penalty.fine.map(|fine| format!("罚款 {fine}"));
    let parts: Vec<String> = others.chain(fine).collect();
    if parts.is_empty() { "没有处罚".to_owned() } else { parts.join(", ") }
}

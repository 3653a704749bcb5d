//! What is imposed, in the words a rule would use.

use super::{ImposedGroup, ImposedMeasure, ImposedPenalty, Join, MoneyRange, Truth};
use crate::law::{Bound, Closure, Money, Range};

/// Measures in words: `警告, 并处 2000元以上5000元以下罚款`; none is 不予处罚. What holds is said without its condition, what is not known to
/// hold with it: `若 违法所得 超过0元 则 没收违法所得`.
#[must_use]
pub fn show_imposed(measures: &[ImposedMeasure]) -> String {
    let parts: Vec<String> = measures
        .iter()
        .map(|measure| {
            let mut text = String::new();
            if let Some((condition, Truth::Unknown | Truth::False)) = &measure.condition {
                text.push_str(&format!("若 {condition} 则 "));
            }
            if let Some(target) = &measure.target {
                text.push_str(&format!("对{target}处 "));
            }
            text + &groups(&measure.groups)
        })
        .collect();
    if parts.is_empty() { "不予处罚".to_owned() } else { parts.join(";") }
}

/// A range of money in the statute's words.
#[must_use]
pub fn show_money(range: &MoneyRange) -> String {
    let closed = |included| {
        if included { Closure::Inclusive } else { Closure::Exclusive }
    };
    let lower = Bound { value: range.lower, closed: closed(range.lower_included) };
    let upper = range.upper.map(|value| Bound { value, closed: closed(range.upper_included) });
    let nothing = range.lower == Money::ZERO && range.lower_included && upper.is_some_and(|u| u.value != lower.value);
    Range { lower: (!nothing).then_some(lower), upper }.to_string()
}

fn groups(list: &[ImposedGroup]) -> String {
    if list.is_empty() {
        return "不予处罚".to_owned();
    }
    let mut text = String::new();
    for (at, group) in list.iter().enumerate() {
        text.push_str(match (at, group.join) {
            (0, Join::Shall | Join::EitherOrBoth) => "",
            (0, Join::May) => "可以 处 ",
            (_, Join::Shall) => ", 并处 ",
            (_, Join::May) => ", 可以 并处 ",
            (_, Join::EitherOrBoth) => ", 可以 单处 或者 并处 ",
        });
        let alternatives: Vec<String> = group.alternatives.iter().map(penalty).collect();
        text.push_str(&alternatives.join(" 或者 "));
    }
    text
}

fn penalty(penalty: &ImposedPenalty) -> String {
    if !penalty.nested.is_empty() {
        return format!("({})", groups(&penalty.nested));
    }
    let mut text = match (&penalty.fine, &penalty.period) {
        (Some(fine), _) => format!("{}罚款", show_money(fine)),
        (None, Some(period)) => format!("{} {}", penalty.kind, period.text),
        (None, None) => penalty.kind.clone(),
    };
    if let Some(usual) = &penalty.usual {
        text.push_str(&format!(", 一般为 {usual}"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::show_imposed;
    use crate::model::RootKind;
    use crate::report::{ImposedGroup, ImposedMeasure, ImposedPenalty, Join, Truth};

    #[test]
    fn a_condition_is_said_while_it_is_not_known_to_hold() {
        let kind = "没收违法所得".to_owned();
        let penalty = ImposedPenalty {
            kind,
            root: RootKind::ConfiscateGains,
            fine: None,
            period: None,
            usual: None,
            made_from: None,
            nested: Vec::new(),
        };
        let measure = |truth| ImposedMeasure {
            target: None,
            condition: Some(("违法所得 超过0元".to_owned(), truth)),
            groups: vec![ImposedGroup { join: Join::Shall, alternatives: vec![penalty.clone()] }],
        };
        assert_eq!(show_imposed(&[measure(Truth::Unknown)]), "若 违法所得 超过0元 则 没收违法所得");
        assert_eq!(show_imposed(&[measure(Truth::True)]), "没收违法所得");
    }
}

//! Characters that look like others: letters of other alphabets, full-width letters, marks without a use.

use crate::syntax::keyword;

/// Latin letters and what looks like them in Cyrillic and Greek, and the full-width forms.
fn latin(c: char) -> Option<char> {
    Some(match c {
        'а' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'е' => 'e',
        'һ' => 'h',
        'і' | 'ι' => 'i',
        'ј' => 'j',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ѕ' => 's',
        'х' | 'χ' => 'x',
        'у' | 'γ' => 'y',
        'ν' => 'v',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'О' | 'Ο' => 'O',
        '！'..='～' => return char::from_u32(u32::from(c).checked_sub(0xFEE0)?),
        _ => return None,
    })
}

/// Chinese characters that are often typed or recognised in place of others, one way: wrong, right.
const CHINESE: &[(char, char)] = &[
    // Compatibility forms and radicals that text recognition leaves behind.
    ('⼤', '大'),
    ('⽆', '无'),
    ('⽇', '日'),
    ('⽉', '月'),
    ('⼀', '一'),
    ('⼆', '二'),
    ('⼗', '十'),
    ('⼈', '人'),
    ('⼩', '小'),
    ('⽤', '用'),
    ('⾄', '至'),
    ('⾃', '自'),
    ('⼯', '工'),
    ('⽅', '方'),
    ('⽂', '文'),
    ('⾏', '行'),
    ('⽐', '比'),
    // Traditional forms of the keywords.
    ('當', '当'),
    ('處', '处'),
    ('違', '违'),
    ('據', '据'),
    ('準', '准'),
    ('節', '节'),
    ('階', '阶'),
    ('級', '级'),
    ('類', '类'),
    ('種', '种'),
    ('單', '单'),
    ('則', '则'),
    ('規', '规'),
    ('應', '应'),
    ('無', '无'),
    ('為', '为'),
    ('對', '对'),
    ('設', '设'),
    ('適', '适'),
    ('從', '从'),
    ('減', '减'),
    ('輕', '轻'),
    ('罰', '罚'),
    ('說', '说'),
    ('義', '义'),
    ('圍', '围'),
    ('後', '后'),
    ('時', '时'),
    ('間', '间'),
    ('檢', '检'),
    ('與', '与'),
];

/// The keyword that a word looks like, if other characters were typed for some of its own.
pub(super) fn meant(word: &str) -> Option<String> {
    let plain: String = word
        .chars()
        .map(|c| latin(c).or_else(|| CHINESE.iter().find(|(wrong, _)| *wrong == c).map(|(_, right)| *right)).unwrap_or(c))
        .collect();
    (plain != word && keyword::keywords().iter().any(|k| k.spellings().any(|s| s == plain))).then_some(plain)
}

/// Whether a character has no use outside of quoted texts.
pub(super) fn unknown(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_alphanumeric()
        || matches!(
            c,
            '_' | '·'
                | '{'
                | '}'
                | '｛'
                | '｝'
                | '('
                | ')'
                | '（'
                | '）'
                | '['
                | ']'
                | '［'
                | '］'
                | ','
                | '，'
                | '、'
                | ';'
                | '；'
                | ':'
                | '：'
                | '='
                | '＝'
                | '<'
                | '＜'
                | '.'
                | '．'
                | '|'
                | '｜'
                | '+'
                | '＋'
                | '-'
                | '－'
                | '—'
                | '×'
                | '*'
                | '＊'
                | '÷'
                | '/'
                | '／'
                | '\\'
                | '＼'
                | '%'
                | '％'
                | '‰'
                | '℃'
                | '°'
                | '《'
                | '》'
                | '〈'
                | '〉'
                | '〔'
                | '〕'
                | '“'
                | '”'
                | '「'
                | '」'
                | '"'
                | '＂'
                | '#'
                | '＃'
                | '\u{200B}'
                | '\u{FEFF}'
        ))
}

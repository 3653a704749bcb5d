//! How the numbers of automatic lists are written, in Word and HTML alike.

use crate::law::numeral::to_chinese;

/// How a number is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum NumberFormat {
    #[default]
    Decimal,
    DecimalFullWidth,
    DecimalZero,
    Chinese,
    ChineseDigits,
    ChineseCapital,
    Circled,
    UpperLetter,
    LowerLetter,
    UpperRoman,
    LowerRoman,
    /// 甲乙丙
    Stems,
    /// A bullet, or nothing.
    Unnumbered,
}

impl NumberFormat {
    /// By the name Word has for it.
    #[cfg(feature = "docx")]
    pub(super) fn of(word: &str) -> NumberFormat {
        match word {
            "decimalFullWidth" | "decimalFullWidth2" => NumberFormat::DecimalFullWidth,
            "decimalZero" => NumberFormat::DecimalZero,
            "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCounting" | "taiwaneseCountingThousand" => {
                NumberFormat::Chinese
            }
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => NumberFormat::ChineseDigits,
            "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal" => NumberFormat::ChineseCapital,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => NumberFormat::Circled,
            "upperLetter" => NumberFormat::UpperLetter,
            "lowerLetter" => NumberFormat::LowerLetter,
            "upperRoman" => NumberFormat::UpperRoman,
            "lowerRoman" => NumberFormat::LowerRoman,
            "ideographTraditional" => NumberFormat::Stems,
            "bullet" | "none" => NumberFormat::Unnumbered,
            _ => NumberFormat::Decimal,
        }
    }

    pub(super) fn write(self, number: u32) -> String {
        let replaced = |digits: &str, by: &str| -> String {
            digits.chars().map(|c| c.to_digit(10).and_then(|digit| by.chars().nth(digit as usize)).unwrap_or(c)).collect()
        };
        match self {
            NumberFormat::Decimal => number.to_string(),
            NumberFormat::DecimalFullWidth => replaced(&number.to_string(), "０１２３４５６７８９"),
            NumberFormat::DecimalZero => format!("{number:02}"),
            NumberFormat::Chinese => to_chinese(u64::from(number)),
            NumberFormat::ChineseDigits => replaced(&number.to_string(), "〇一二三四五六七八九"),
            NumberFormat::ChineseCapital => {
                let plain = to_chinese(u64::from(number));
                let capital = |c| {
                    "一二三四五六七八九十百千".chars().zip("壹贰叁肆伍陆柒捌玖拾佰仟".chars()).find(|(p, _)| *p == c).map_or(c, |(_, b)| b)
                };
                plain.chars().map(capital).collect()
            }
            NumberFormat::Circled => {
                let circled = char::from_u32(u32::from('①') + number.saturating_sub(1)).filter(|_| (1..=20).contains(&number));
                circled.map_or_else(|| number.to_string(), String::from)
            }
            NumberFormat::UpperLetter => letters(number, b'A'),
            NumberFormat::LowerLetter => letters(number, b'a'),
            NumberFormat::UpperRoman => roman(number),
            NumberFormat::LowerRoman => roman(number).to_ascii_lowercase(),
            NumberFormat::Stems => {
                "甲乙丙丁戊己庚辛壬癸".chars().nth(number.saturating_sub(1) as usize).map_or_else(|| number.to_string(), String::from)
            }
            NumberFormat::Unnumbered => String::new(),
        }
    }
}

/// A, B … Z, AA, BB …
fn letters(number: u32, first: u8) -> String {
    let index = number.saturating_sub(1);
    let letter = char::from(first + u8::try_from(index % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (index / 26 + 1).min(8) as usize).collect()
}

fn roman(number: u32) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number.min(9999);
    let mut out = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            out.push_str(sign);
            left -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::NumberFormat;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (format, number, text) in [
            (NumberFormat::Chinese, 12, "十二"),
            (NumberFormat::Chinese, 120, "一百二十"),
            (NumberFormat::ChineseCapital, 3, "叁"),
            (NumberFormat::ChineseDigits, 10, "一〇"),
            (NumberFormat::Circled, 2, "②"),
            (NumberFormat::UpperLetter, 28, "BB"),
            (NumberFormat::LowerRoman, 14, "xiv"),
            (NumberFormat::DecimalFullWidth, 10, "１０"),
            (NumberFormat::Stems, 2, "乙"),
        ] {
            assert_eq!(format.write(number), text);
        }
    }
}

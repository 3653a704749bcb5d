//! Problems of how a file is written (`ZS01##`), in a reviewer's words.

problems! {
    /// Of how a file is written.
    SyntaxProblem {
        /// Something else was expected.
        "ZS0101" Error Expected { zh: String, en: String, found: String } =>
            zh "这里应当是{zh},却是「{found}」", en "expected {en} here, found “{found}”";
        /// A keyword touches the name after it.
        "ZS0102" Error MissingSpace { keyword: String, rest: String } =>
            zh "「{keyword}」和「{rest}」连在一起,成了一个名称", en "“{keyword}” and “{rest}” are written together and read as one name";
            help zh "关键词的前后要有空格或者标点", en "set keywords off with a space or a mark";
        /// A clause starts with a word that is no keyword.
        "ZS0103" Error UnknownWord { found: String } =>
            zh "「{found}」不是这里能用的关键词", en "“{found}” is no keyword that can start a clause here";
        /// A brace is never closed.
        "ZS0104" Error UnclosedBrace { } =>
            zh "这个左花括号没有对应的右花括号", en "this opening brace is never closed";
            help zh "在这一段结束的地方补上右花括号", en "add the closing brace where the block ends";
        /// A brace closes nothing.
        "ZS0105" Error StrayBrace { } =>
            zh "这个右花括号没有对应的左花括号", en "this closing brace closes nothing";
            help zh "删去它,或者补上漏写的左花括号", en "remove it, or add the opening brace that was left out";
        /// A quoted text does not end on its line.
        "ZS0106" Error UnclosedText { quote: char, close: char } =>
            zh "这段文字以「{quote}」开头,到行末也没有「{close}」", en "this text starts with {quote} and has no {close} before the line ends";
            help zh "在文字的末尾补上「{close}」;文字不能跨行", en "add {close} at its end; a text stays on one line";
        /// A round or square bracket is never closed.
        "ZS0107" Error UnclosedBracket { bracket: char, close: char } =>
            zh "这个「{bracket}」没有对应的「{close}」", en "this {bracket} has no {close}";
            help zh "在括起来的内容之后补上「{close}」", en "add {close} after what it encloses";
        /// A round or square bracket closes nothing.
        "ZS0108" Error StrayBracket { bracket: char } =>
            zh "这个「{bracket}」没有对应的左括号", en "this {bracket} closes nothing";
            help zh "删去它,或者补上漏写的左括号", en "remove it, or add the opening bracket that was left out";
        /// A character that has no meaning in the language.
        "ZS0109" Error UnknownCharacter { character: String } =>
            zh "规则里不用「{character}」这个符号", en "the character “{character}” has no use in rules";
            help zh "如果它是名称的一部分,把整个名称写在引号里", en "if it is part of a name, write the whole name in quotes";
        /// A number whose digits leave its value open.
        "ZS0110" Error BadNumber { found: String } =>
            zh "读不出「{found}」是多少", en "“{found}” cannot be read as one figure";
            help zh "千位分隔每三位一个(10,000);中文数字写全(三万五千,不写三万五)", en "separate thousands in threes (10,000); write Chinese numerals in full (三万五千, not 三万五)";
        /// A date that is not in the calendar.
        "ZS0111" Error UnrealDate { found: String } =>
            zh "日历上没有「{found}」这一天", en "there is no {found} in the calendar";
            help zh "核对年月日,写成 2026年1月1日 或者 2026-01-01", en "check it, and write it as 2026年1月1日 or 2026-01-01";
        /// Money finer than 分.
        "ZS0112" Error MoneyTooFine { found: String } =>
            zh "「{found}」比一分钱还细", en "“{found}” is finer than one 分 (0.01 元)";
            help zh "金额最多写到分(两位小数)", en "write money to 分, two decimals, at most";
        /// A range that holds nothing.
        "ZS0113" Error RangeBackwards { lower: String, upper: String } =>
            zh "下限是{lower},上限是{upper},这个幅度里一个数也没有", en "from {lower} up to {upper} there is nothing: the range is empty";
            help zh "核对两端:小的写在「以上」,大的写在「以下」", en "check the ends: the smaller goes with 以上 (or_more), the greater with 以下 (or_less)";
        /// A range with two ends on the same side.
        "ZS0114" Error RangeSameSide { first: String, second: String } =>
            zh "「{first}」和「{second}」是同一端的界限", en "“{first}” and “{second}” bound the same side";
            help zh "一端用「以上」「超过」,另一端用「以下」「不满」", en "bound one side with 以上 or 超过, the other with 以下 or 不满";
        /// A citation that cannot be read.
        "ZS0115" Error BadCitation { found: String, zh: String, en: String } =>
            zh "引用的「{found}」读不懂:{zh}", en "the citation “{found}” cannot be read: {en}";
            help zh "写成《法律名称》第几条第几款第几项", en "write it as 《title》第…条第…款第…项";
        /// An equals sign is missing.
        "ZS0116" Error MissingEquals { name: String } =>
            zh "「{name}」后面缺等号", en "there is no equals sign after “{name}”";
            help zh "写成「{name} = 值」", en "write “{name} = value”";
        /// A block that must hold something is empty.
        "ZS0117" Error EmptyBlock { what: String } =>
            zh "「{what}」的花括号里什么也没有", en "there is nothing between the braces of “{what}”";
            help zh "至少写一项,或者删去整段", en "write at least one entry, or remove the whole block";
        /// Nothing stands after a keyword.
        "ZS0118" Error MissingValue { keyword: String, zh: String, en: String } =>
            zh "「{keyword}」后面缺{zh}", en "{en} is missing after “{keyword}”";
        /// A row of a table has too few cells.
        "ZS0119" Error TooFewCells { found: usize, expected: usize } =>
            zh "这一行有 {found} 格,表头有 {expected} 格,少了", en "this row has {found} cells, fewer than the {expected} of the header";
            help zh "不限制的格子写「-」", en "write - in a cell that sets no limit";
        /// A row of a table has too many cells.
        "ZS0120" Error TooManyCells { found: usize, expected: usize } =>
            zh "这一行有 {found} 格,表头有 {expected} 格,多了", en "this row has {found} cells, more than the {expected} of the header";
            help zh "删去多出的格子,或者在表头补上要素名", en "remove the extra cells, or name their fact in the header";
        /// A table without a header or without rows.
        "ZS0121" Error NoHeader { } =>
            zh "这个表没有表头", en "this table has no header";
            help zh "第一行写各列的名称,例如「| 阶次 | 违法所得 | 处罚 |」", en "name the columns in the first row, such as | 阶次 | 违法所得 | 处罚 |";
        /// A heading that names no column.
        "ZS0122" Error UnknownColumn { found: String } =>
            zh "表头「{found}」不是一列的名称", en "the heading “{found}” names no column";
            help zh "表头写阶次、当、适用、处罚、处罚(对谁)、依据、说明,或者要素的名称", en "a heading is 阶次 (tier), 当 (when), 适用 (applies), 处罚 (sanction), 处罚(target), 依据 (basis), 说明 (note) or a fact";
        /// A row of a table does not end with a bar.
        "ZS0123" Error UnclosedRow { } =>
            zh "这一行末尾缺「|」", en "this row does not end with |";
            help zh "每行以「|」开头、以「|」结尾,写在同一行里", en "a row starts and ends with |, on one line";
        /// A clause stands outside of any declaration.
        "ZS0124" Error OutsideDeclaration { clause: String } =>
            zh "「{clause}」要写在某个声明的花括号里面", en "“{clause}” belongs inside the braces of a declaration";
            help zh "看看上面的声明是不是过早地写了右花括号", en "see whether the declaration above is closed too early";
        /// A character that looks like another one.
        "ZS0125" Error LookAlike { found: String, meant: String } =>
            zh "「{found}」里混有看起来一样的别种字符", en "“{found}” contains characters that only look like the right ones";
            help zh "删去这个词,重新输入", en "delete the word and type it anew";
        /// An amount written after 罚款.
        "ZS0126" Error FineBackwards { } =>
            zh "数额要写在「罚款」的前面", en "the amount goes before 罚款 (fine)";
            help zh "写成「5000元罚款」", en "write “5000元罚款”";
        /// A period that no statute would write.
        "ZS0127" Error BadPeriod { found: String } =>
            zh "读不出「{found}」是多长时间", en "“{found}” cannot be read as a period";
            help zh "写成 2年、6个月、1年6个月、15日 或者 10个工作日", en "write it as 2年, 6个月, 1年6个月, 15日 or 10个工作日";
        /// A line of a table that is no row.
        "ZS0128" Error NotARow { found: String } =>
            zh "表格里的「{found}」不是一行", en "“{found}” is no row of this table";
            help zh "每行以「|」开头", en "a row starts with |";
        /// A keyword without the name it needs.
        "ZS0129" Error MissingName { keyword: String } =>
            zh "「{keyword}」后面缺名称", en "a name is missing after “{keyword}”";
            help zh "名称由汉字、字母、数字组成,含其他符号时写在引号里", en "a name is made of letters and digits; one with other characters goes in quotes";
        /// A row outside of a table.
        "ZS0130" Error RowOutsideTable { } =>
            zh "表格的行要写在「阶次表」或者「交叉表」的花括号里", en "rows belong inside the braces of 阶次表 (tier_table) or 交叉表 (cross_table)";
        /// A cross table whose header does not say which fact runs along it.
        "ZS0131" Error NoCorner { } =>
            zh "交叉表的表头没有写明横向的要素", en "the header of this cross table does not name the fact that runs along it";
            help zh "把最后一个行要素写成「行要素 \\ 列要素」", en "write the last row heading as “row fact \\ column fact”";
        /// A word of the language used as a name.
        "ZS0132" Error ReservedName { found: String } =>
            zh "「{found}」是关键词,不能在这里作名称", en "“{found}” is a keyword and cannot be a name here";
            help zh "换一个名称;前面如果缺了要素或者条件,请补上", en "choose another name; if a fact or condition is missing before it, add it";
        /// A colon is missing.
        "ZS0133" Error MissingColon { name: String } =>
            zh "「{name}」后面缺冒号", en "there is no colon after “{name}”";
            help zh "要素写成「名称: 类型」,因素的行写成「幅度: 比例」", en "a fact is written “name: type”, a row of a factor “range: ratio”";
        /// A word of daily use for a word of the language.
        "ZS0134" Error NotTheWord { written: String, meant: String } =>
            zh "规则里不写「{written}」", en "rules do not say “{written}”";
            help zh "写成「{meant}」", en "write “{meant}”";
        /// A mark or remark that has no place.
        "ZS0135" Error NotNeeded { written: String } =>
            zh "规则里不写「{written}」", en "rules do not write “{written}”";
            help zh "删去它(以上、以下、以内都包括本数;一句以换行或者分号结束)", en "remove it (以上, 以下 and 以内 take in the figure itself; a clause ends with its line or a semicolon)";
    }
}

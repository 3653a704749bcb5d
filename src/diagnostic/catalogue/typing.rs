//! Problems of types, units, records and conditions (`ZS03##`).

use super::Term;

problems! {
    /// Of types, units, records and conditions.
    TypeProblem {
        /// A member twice.
        "ZS0302" Error DuplicateMember { member: String, enumeration: String } =>
            zh "「{enumeration}」里「{member}」写了两次", en "“{enumeration}” lists “{member}” twice";
        /// Records include each other in a circle.
        "ZS0303" Error RecordCycle { chain: String } =>
            zh "几组要素互相包含,绕成了一圈:{chain}", en "these groups of facts contain each other in a circle: {chain}";
            help zh "去掉其中一处包含或者嵌套", en "remove one of the inclusions";
        /// Definitions depend on each other in a circle.
        "ZS0304" Error DefinitionCycle { chain: String } =>
            zh "几个定义互相引用,绕成了一圈:{chain}", en "these definitions rest on each other in a circle: {chain}";
            help zh "改写其中一个定义,只用案件里的要素", en "rewrite one of them in terms of the facts of the case alone";
        /// Kinds stand under each other in a circle.
        "ZS0305" Error KindCycle { chain: String } =>
            zh "几个种类互相从属,绕成了一圈:{chain}", en "these kinds stand under each other in a circle: {chain}";
            help zh "每个种类最终都要属于行政处罚法第九条的一种,或者责令、代为履行、移送、报请", en "each kind must end in one of art. 9 of the law on administrative penalties, or in 责令, 代为履行, 移送, 报请";
        /// A field twice in one record.
        "ZS0306" Error DuplicateField { name: String, record: String } =>
            zh "要素组「{record}」里「{name}」声明了两次", en "the group of facts “{record}” declares “{name}” twice";
        /// One key, two types.
        "ZS0307" Error FactConflict { name: String, first: Term, second: Term } =>
            zh "「{name}」在一处是{first},在另一处是{second},而它们在案件里是同一个键", en "“{name}” is {first:#} in one place and {second:#} in another, but a case has a single value for it";
            help zh "两处用同一种类型,或者给其中一个换个名称", en "give both the same type, or rename one of them";
        /// A record that grows too large.
        "ZS0308" Error RecordTooLarge { record: String, limit: usize } =>
            zh "要素组「{record}」连同包含、嵌套的各项超过了 {limit} 项的上限", en "the group of facts “{record}” comes to more than {limit} fields with all it contains, the limit";
        /// One type expected, another found.
        "ZS0310" Error Mismatch { expected: Term, found: Term } =>
            zh "这里应当是{expected},写的却是{found}", en "expected {expected:#}, found {found:#}";
        /// A bare number where a unit is needed.
        "ZS0311" Error UnitMissing { expected: Term, example: String } =>
            zh "这里应当是{expected},只写数字看不出单位", en "expected {expected:#}: a bare number does not tell its unit";
            help zh "把单位写上,例如 {example}", en "write the unit, for example {example}";
        /// A unit of another dimension.
        "ZS0312" Error WrongUnit { unit: String, expected: String } =>
            zh "单位「{unit}」不能和「{expected}」比较或者相加", en "the unit “{unit}” does not compare with “{expected}”";
            help zh "换成能与「{expected}」换算的单位,或者检查要素声明的单位", en "use a unit that converts to “{expected}”, or check the unit in the fact’s declaration";
        /// Periods that do not compare.
        "ZS0313" Error PeriodFamilies { found: Term, expected: Term } =>
            zh "这里按{expected}计算,写的却是{found};两者长短不定,不能比较", en "this counts in {expected:#}, but {found:#} was written; the two do not convert";
            help zh "改用同一种计算方式,或者改要素声明的「期间 日|工作日|月」", en "count both alike, or change the fact’s 期间 日|工作日|月";
        /// 以上 on a category without order.
        "ZS0314" Error NotOrdered { name: String } =>
            zh "「{name}」是类别,各项没有轻重,不能说以上、以下", en "“{name}” is a category without order, so it has no “and above” or “and below”";
            help zh "列出各项:为 甲、乙;或者改用「等级 {{ 甲 < 乙 }}」声明", en "list the members (为 甲、乙), or declare it as 等级 {{ 甲 < 乙 }}";
        /// A range of something that has none.
        "ZS0315" Error NotComparable { found: Term } =>
            zh "{found}没有大小之分,不能写幅度", en "{found:#} has no greater or lesser, so it takes no range";
            help zh "用「为」写出它应当是什么", en "say with 为 what it must be";
        /// A value where a condition belongs.
        "ZS0316" Error NotCondition { found: Term } =>
            zh "这里应当是条件,写的却是{found}", en "a condition belongs here, but this is {found:#}";
            help zh "补上要比较的内容,例如「违法所得 1000元以上」", en "complete the comparison, for example 违法所得 1000元以上";
        /// A condition where a value belongs.
        "ZS0317" Error NotValue { } =>
            zh "这里应当是数值,写的却是条件", en "a value belongs here, but this is a condition";
        /// 且 and 或者 mixed without brackets.
        "ZS0318" Error MixedConnectors { } =>
            zh "「且」和「或者」连在一起,看不出先算哪一个", en "且 (and) and 或者 (or) stand side by side, so it is not clear which binds first";
            help zh "给应当先算的部分加上括号:(甲 且 乙) 或者 丙", en "put brackets around what belongs together: (甲 且 乙) 或者 丙";
        /// 有 or 无 of a fact that is always there.
        "ZS0319" Error NotOptional { name: String } =>
            zh "「{name}」没有标明可缺,谈不上有没有", en "“{name}” is not marked 可缺 (may be absent), so it cannot be asked whether there is one";
            help zh "在要素声明里加上「可缺」", en "add 可缺 to its declaration";
        /// A date is needed.
        "ZS0320" Error NotDate { found: Term } =>
            zh "这里应当是日期,写的却是{found}", en "a date belongs here, but this is {found:#}";
        /// A list is needed.
        "ZS0321" Error NotList { name: String } =>
            zh "「{name}」不是列表,不能计数或者合计", en "“{name}” is not a list, so nothing in it can be counted or summed";
            help zh "用「列表 要素名」声明它", en "declare it as 列表 of a group of facts";
        /// A list asked within a list's filter.
        "ZS0322" Error NestedFilter { } =>
            zh "正在筛选一个列表,括号里不能再筛选另一个列表", en "this is within the filter of a list already, and a filter cannot hold another";
            help zh "把里面的条件移到外面,用「定义」起个名字", en "move the inner one outside and name it with 定义";
        /// + or − of different things.
        "ZS0323" Error CannotAdd { left: Term, right: Term } =>
            zh "{left}不能和{right}相加减", en "{left:#} and {right:#} cannot be added or subtracted";
            help zh "金额、数量、期间只能和同类相加减", en "money, quantities and periods add only to their own kind";
        /// × of two things that do not multiply.
        "ZS0324" Error CannotMultiply { left: Term, right: Term } =>
            zh "{left}不能和{right}相乘", en "{left:#} and {right:#} cannot be multiplied";
            help zh "相乘的两项里至少有一项应当是数、整数、比例或者倍数", en "one of the two must be a number, an integer, a ratio or a multiple";
        /// ÷ of two things that do not divide.
        "ZS0325" Error CannotDivide { left: Term, right: Term } =>
            zh "{left}不能除以{right}", en "{left:#} cannot be divided by {right:#}";
            help zh "除数应当是数、整数、比例、倍数,或者与被除数同类", en "divide by a number, an integer, a ratio, a multiple, or something of the same kind";
        /// 自 … 至 … without a comparison.
        "ZS0326" Error ElapsedAlone { } =>
            zh "「自…至…」单独不是数值", en "自 … 至 … by itself is not a value";
            help zh "后面写幅度(不满3个月),或者写「的 天数」「的 周岁」", en "follow it with a range (不满3个月), or with 的 天数 or 的 周岁";
        /// A window's period must be written out.
        "ZS0327" Error PeriodNotLiteral { } =>
            zh "这里要直接写明期间,例如 2年、90日、7个工作日", en "the period must be written out here, such as 2年, 90日, 7个工作日";
        /// A declared range on a type that has none.
        "ZS0328" Error BoundsOnType { found: Term } =>
            zh "{found}类型的要素不能写取值范围", en "a fact of type {found:#} takes no range of values";
            help zh "只有整数、数、金额、比例、倍数、数量、期间可以写取值范围", en "only integers, numbers, money, ratios, multiples, quantities and periods take one";
        /// A declared range that is not of figures.
        "ZS0329" Error BoundsNotConstant { } =>
            zh "取值范围只能用写明的数字,不能用其他要素计算", en "a range of values is written in figures, not computed from other facts";
        /// 可缺, a direction or a range on a nested record.
        "ZS0330" Error NestedModifier { name: String } =>
            zh "「{name}」是一组要素,取值范围、可缺、越大越重要写在它的各项上", en "“{name}” is a group of facts: ranges, 可缺 and directions belong on its fields";
        /// A unit that is taken.
        "ZS0331" Error UnitTaken { name: String } =>
            zh "单位「{name}」已有定义", en "the unit “{name}” is already defined";
            help zh "内建的单位不必声明;自己的单位请换个名称", en "built-in units need no declaration; choose another name for your own";
        /// A unit with a name that cannot serve.
        "ZS0332" Error UnitName { name: String } =>
            zh "「{name}」不能用作单位的名称", en "“{name}” cannot name a unit";
            help zh "单位名称由文字组成,不以数目字开头,也不能是元、倍、日、月、年、以上等已有固定含义的词", en "a unit’s name consists of letters, does not begin like a number and is none of the words that already have a meaning, such as 元, 倍, 日, 以上";
        /// A unit defined by something unfit.
        "ZS0333" Error UnitMeaning { name: String } =>
            zh "单位「{name}」的换算写得不对:等号后面应当是大于零的数量,例如 50千克", en "the unit “{name}” is not defined by a quantity above zero, such as 50千克";
        /// Two files give a unit two meanings.
        "ZS0334" Error UnitConflict { name: String } =>
            zh "单位「{name}」在两份文件里的换算不一样", en "two files define the unit “{name}” differently";
            help zh "统一成一种换算,或者换个名称", en "settle on one definition, or rename one";
        /// Division by a constant zero.
        "ZS0335" Error DivisionByZero { } =>
            zh "除数是零", en "this divides by zero";
        /// More items required than listed.
        "ZS0336" Error TooManyRequired { required: u32, listed: usize } =>
            zh "要求具有 {required} 项以上,却只列了 {listed} 项", en "{required} items are required but only {listed} are listed";
        /// Not a figure.
        "ZS0337" Error NotNumeric { found: Term } =>
            zh "这里应当是数值,写的却是{found}", en "a figure belongs here, but this is {found:#}";
        /// 含 of something other than a text.
        "ZS0338" Error NotText { found: Term } =>
            zh "「含」只能用于文本,这里却是{found}", en "含 (contains) asks of a text, but this is {found:#}";
            help zh "数值写幅度,类别写「为」", en "write a range for figures, 为 for categories";
        /// 罚款金额 and its like outside a procedure rule.
        "ZS0339" Error OutcomeElsewhere { word: String } =>
            zh "「{word}」是裁量的结果,只能写在程序规则里", en "“{word}” is an outcome of the decision and can only be asked in a procedure rule (程序)";
            help zh "在基准和情节里请用案件的要素", en "use the facts of the case in benchmarks and circumstances";
        /// 因素得分 without factors.
        "ZS0340" Error ScoreElsewhere { } =>
            zh "这里没有裁量因素,谈不上因素得分", en "there are no factors (裁量因素) here, so there is no score";
            help zh "在基准里写「裁量因素 {{ … }}」", en "add 裁量因素 {{ … }} to the benchmark";
        /// A whole number is needed.
        "ZS0341" Error NotWhole { value: String } =>
            zh "这里应当是整数,写的却是 {value}", en "a whole number belongs here, but {value} was written";
        /// A figure that does not fit.
        "ZS0342" Error Overflow { } =>
            zh "这个数太大,无法精确计算", en "this figure is too large to be computed exactly";
        /// Definitions of list elements that grow without bound.
        "ZS0343" Error ElementTooLarge { limit: usize } =>
            zh "列表项里的定义层层展开,超过了 {limit} 处的上限", en "the definitions of list elements unfold to more than {limit} places, the limit";
        /// One operand expected.
        "ZS0344" Error OneOperand { word: String } =>
            zh "「{word}」后面只能写一个日期", en "only one date may follow {word}";
        /// A group of facts where one of them belongs.
        "ZS0345" Error RecordAsValue { name: String } =>
            zh "「{name}」是一组要素,要写明是其中哪一项", en "“{name}” is a group of facts; say which of them is meant";
            help zh "用点号写出:{name}.某一项", en "write it with a dot: {name}.field";
        /// 越大越重 on a type without order.
        "ZS0346" Error DirectionOnType { found: Term } =>
            zh "{found}类型的要素没有大小,不能写越大越重、越小越重", en "a fact of type {found:#} has no greater or lesser, so it takes no 越大越重 or 越小越重";
        /// A sum or maximum over different things.
        "ZS0347" Error MixedOperands { left: Term, right: Term } =>
            zh "{left}不能和{right}放在一起比大小", en "{left:#} and {right:#} cannot be compared";
        /// Definitions that rest on each other come to more steps than the limit.
        "ZS0348" Error TooManySteps { limit: usize } =>
            zh "这里的定义层层引用,展开以后超过 {limit} 步", en "definitions used over and over again come to more than {limit} steps here";
            help zh "看看是不是每一层都把上一层引用了几遍", en "see whether each of them uses the one before it several times";
    }
}

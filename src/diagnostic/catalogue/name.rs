//! Problems of names, imports and where clauses stand (`ZS02##`).

use super::Term;

problems! {
    /// Of names, imports and the places of clauses.
    NameProblem {
        /// Declared twice in one file.
        "ZS0201" Error Duplicate { what: Term, name: String } =>
            zh "{what}「{name}」已经声明过了", en "the {what:#} “{name}” has already been declared";
            help zh "给其中一处换个名称,或者删去一处", en "rename one of the two, or remove it";
        /// Declared here and in an imported file.
        "ZS0202" Error DuplicateImported { what: Term, name: String, file: String } =>
            zh "{what}「{name}」在引入的「{file}」里已经声明过", en "the {what:#} “{name}” is already declared in the imported file “{file}”";
            help zh "直接使用引入的那一个,或者换个名称", en "use the imported one, or choose another name";
        /// Two imported files declare it.
        "ZS0203" Error Ambiguous { what: Term, name: String } =>
            zh "引入的文件里有两个{what}都叫「{name}」,不知道指的是哪一个", en "two imported files each declare a {what:#} “{name}”, so it is not clear which is meant";
            help zh "只引入其中一份文件,或者给其中一个换个名称", en "import only one of the files, or rename one of the two";
        /// No such name.
        "ZS0204" Error Unknown { what: Term, name: String } =>
            zh "没有名为「{name}」的{what}", en "there is no {what:#} named “{name}”";
        /// Declared in a file that is not imported.
        "ZS0205" Error NotImported { what: Term, name: String, file: String } =>
            zh "{what}「{name}」声明在「{file}」里,而这份文件没有引入它", en "the {what:#} “{name}” is declared in “{file}”, which this file does not import";
            help zh "在文件开头加一行:引入 “{file}”", en "add a line at the head of the file: 引入 “{file}”";
        /// The imported file is not there.
        "ZS0206" Error ImportNotFound { path: String } =>
            zh "找不到要引入的「{path}」", en "the imported file “{path}” is not there";
            help zh "路径从规则库的根目录写起,不写后缀", en "write the path from the root of the rules, without the ending";
        /// Files import each other in a circle.
        "ZS0207" Error ImportCycle { chain: String } =>
            zh "几份文件互相引入,绕成了一圈:{chain}", en "these files import each other in a circle: {chain}";
            help zh "把共用的要素移到一份单独的文件里,让它们都引入那一份", en "move what they share into a file of its own and let each import that";
        /// The same import twice.
        "ZS0208" Warning ImportTwice { path: String } =>
            zh "「{path}」引入了两次", en "“{path}” is imported twice";
            help zh "删去其中一行", en "remove one of the lines";
        /// An import that cannot be read.
        "ZS0209" Error ImportUnreadable { path: String, reason: String } =>
            zh "读不出「{path}」:{reason}", en "“{path}” cannot be read: {reason}";
        /// Another kind of thing bears the name.
        "ZS0210" Error OtherKind { name: String, found: Term, expected: Term } =>
            zh "「{name}」是{found},这里要写的是{expected}", en "“{name}” is a {found:#}, but a {expected:#} belongs here";
        /// No fact of that name.
        "ZS0211" Error UnknownFact { name: String } =>
            zh "本规则使用的要素里没有「{name}」", en "none of the facts that this rule uses is named “{name}”";
            help zh "在要素组里声明它,再用「要素 …」一行写明本规则使用哪些要素组", en "declare it in a group of facts (要素) and name that group in the rule’s 要素 line";
        /// The fact belongs to a group that the rule does not use.
        "ZS0212" Error FactElsewhere { name: String, record: String } =>
            zh "「{name}」是要素组「{record}」里的项,而本规则没有使用这组要素", en "“{name}” belongs to the group of facts “{record}”, which this rule does not use";
            help zh "在本规则里加一行:要素 {record}", en "add a line to this rule: 要素 {record}";
        /// Not a member of the category.
        "ZS0213" Error UnknownMember { name: String, enumeration: String } =>
            zh "「{enumeration}」里没有「{name}」这一项", en "“{name}” is not one of the members of “{enumeration}”";
        /// No such unit.
        "ZS0214" Error UnknownUnit { name: String } =>
            zh "没有叫「{name}」的单位", en "there is no unit named “{name}”";
            help zh "用「单位 {name}」或者「单位 {name} = 50千克」声明它", en "declare it with 单位 {name}, or 单位 {name} = 50千克";
        /// No such kind of penalty.
        "ZS0215" Error UnknownKind { name: String } =>
            zh "没有叫「{name}」的处罚种类或者处理", en "there is no kind of penalty or measure named “{name}”";
            help zh "用「种类 {name} 属于 …」声明它,写明它属于行政处罚法第九条的哪一种", en "declare it with 种类 {name} 属于 …, under the kind of art. 9 that it is";
        /// More files than the limit.
        "ZS0216" Error TooManyFiles { limit: usize } =>
            zh "规则文件超过了 {limit} 份的上限,其余的没有读", en "there are more than {limit} rule files, the limit; the rest were not read";
        /// More text than the limit.
        "ZS0217" Error TooManyBytes { limit: usize } =>
            zh "规则文件合计超过了 {limit} 字节的上限,其余的没有读", en "the rule files come to more than {limit} bytes, the limit; the rest were not read";
        /// A clause in a block where it has no place.
        "ZS0220" Error Misplaced { clause: Term, block: Term, belongs: Term } =>
            zh "「{clause}」不能写在{block}里", en "{clause:#} has no place in {block:#}";
            help zh "它应当写在{belongs}", en "it belongs {belongs:#}";
        /// A clause that may stand once stands twice.
        "ZS0221" Error Repeated { clause: Term, block: Term } =>
            zh "{block}里「{clause}」只能写一次", en "{block:#} may hold {clause:#} only once";
            help zh "把两处合成一处", en "merge the two into one";
    }
}

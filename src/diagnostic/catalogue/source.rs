//! Problems of files, imports of files and limits (`ZS00##`).

problems! {
    /// Of files and limits.
    SourceProblem {
        /// A source is larger than the limit.
        "ZS0001" Error TooLarge { size: usize, limit: usize } =>
            zh "文件有 {size} 字节,超过上限 {limit} 字节", en "the file has {size} bytes, over the limit of {limit}";
            help zh "把规则分成几份文件,用「引入」相连", en "split the rules into several files joined by 引入 (import)";
        /// A source is not UTF-8.
        "ZS0002" Error NotUtf8 { offset: usize } =>
            zh "第 {offset} 字节起不是 UTF-8 文字", en "the text is not UTF-8 from byte {offset} on";
            help zh "用编辑器另存为 UTF-8 编码", en "save the file as UTF-8";
        /// Brackets nest deeper than the limit.
        "ZS0003" Error TooDeep { limit: usize } =>
            zh "括号套得太深,超过 {limit} 层", en "brackets nest deeper than {limit} levels";
            help zh "用「定义」给里层的条件起个名字", en "name the inner conditions with 定义 (define)";
        /// A source is UTF-16.
        "ZS0004" Error Utf16 { encoding: String } =>
            zh "文件是 {encoding} 编码,规则文件应当是 UTF-8", en "the file is encoded as {encoding}; rule files are UTF-8";
            help zh "用编辑器另存为 UTF-8 编码", en "save the file as UTF-8";
        /// An expression or condition joins more terms than the limit.
        "ZS0005" Error TooManyTerms { found: usize, limit: usize } =>
            zh "这里连写了 {found} 项,超过上限 {limit} 项", en "{found} terms are joined here, over the limit of {limit}";
            help zh "用「定义」分成几段", en "split it with 定义 (define)";
        /// More problems were found than are shown.
        "ZS0006" Error MoreProblems { count: usize } =>
            zh "另有 {count} 处问题没有列出", en "{count} more problems are not shown";
            help zh "先改好上面的,再检查一次", en "mend those above first, then check again";
        /// A source ends in the middle of a character.
        "ZS0007" Error CutShort { offset: usize } =>
            zh "文件在第 {offset} 字节的一个字中间断了", en "the file breaks off in the middle of the character at byte {offset}";
            help zh "文件可能没有传完,重新取一份", en "the file was probably not copied whole; fetch it again";
    }
}

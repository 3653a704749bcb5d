//! Problems of citations that a statute registry knows (`ZS15##`).

problems! {
    /// Of citations, where a registry is asked.
    CitationProblem {
        /// A title no act has.
        "ZS1501" Warning UnknownAct { title: String } =>
            zh "法规库中没有{title}", en "the registry knows no act {title}";
            help zh "核对名称;确有其法的,把它补进法规库", en "check the title, or add the act to the registry";
        /// An article past the end.
        "ZS1502" Error NoSuchArticle { title: String, article: String, last: u32 } =>
            zh "{title}没有{article},它共有{last}条", en "{title} has no {article}; its last article is {last}";
            help zh "对照现行文本改正条号", en "correct the number by the text in force";
        /// A repealed act.
        "ZS1503" Warning RepealedAct { title: String } =>
            zh "{title}已经废止", en "{title} was repealed";
            help zh "改引接替它的法律、法规", en "cite what took its place";
        /// An article that has another number by now.
        "ZS1504" Warning Renumbered { title: String, article: String, now: String } =>
            zh "{title}{article}在后来的版本中是{now}", en "{article} of {title} is {now} in a later version";
            help zh "改引现行版本,或者保留版本年份并说明理由", en "cite the version in force, or say why the earlier one governs";
    }
}

//! The kind of a document (文种) by the last word of its title; it does not judge whether it is the right one.

macro_rules! genres {
    ($($(#[$doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        /// The kind of a document, as its title ends.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Genre { $($(#[$doc])* $variant),+ }

        impl Genre {
            /// Every kind; a word stands before those it ends with.
            pub const ALL: &[Genre] = &[$(Genre::$variant),+];

            /// The word for it: 办法, 通知 …
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Genre::$variant => $word),+ }
            }
        }
    };
}

genres! {
    /// 宪法
    Constitution = "宪法",
    /// 法典
    Code = "法典",
    /// 办法
    Measures = "办法",
    /// 基本法
    BasicLaw = "基本法",
    /// 法
    Law = "法",
    /// 条例
    Regulations = "条例",
    /// 规定
    Provisions = "规定",
    /// 实施细则
    DetailedRules = "细则",
    /// 规则
    Rules = "规则",
    /// 规程
    Procedures = "规程",
    /// 规范
    Norms = "规范",
    /// 修正案
    Amendment = "修正案",
    /// 决定
    Decision = "决定",
    /// 决议
    Resolution = "决议",
    /// 解释
    Interpretation = "解释",
    /// 批复
    Reply = "批复",
    /// 答复
    Answer = "答复",
    /// 意见
    Opinions = "意见",
    /// 通知
    Notice = "通知",
    /// 通报
    Circular = "通报",
    /// 公告
    Announcement = "公告",
    /// 通告
    PublicNotice = "通告",
    /// 公报
    Gazette = "公报",
    /// 命令
    Order = "命令",
    /// 令
    Decree = "令",
    /// 复函
    ReplyLetter = "复函",
    /// 函
    Letter = "函",
    /// 纪要
    Minutes = "纪要",
    /// 报告
    Report = "报告",
    /// 请示
    Request = "请示",
    /// 议案
    Motion = "议案",
    /// 方案
    Scheme = "方案",
    /// 规划
    Plan = "规划",
    /// 计划
    Programme = "计划",
    /// 要点
    KeyPoints = "要点",
    /// 纲要
    Outline = "纲要",
    /// 预案
    EmergencyPlan = "预案",
    /// 裁量基准
    Benchmark = "基准",
    /// 标准
    Standard = "标准",
    /// 制度
    System = "制度",
    /// 指引
    Guidance = "指引",
    /// 指南
    Guide = "指南",
    /// 目录
    Catalogue = "目录",
    /// 清单
    List = "清单",
    /// 措施
    Steps = "措施",
    /// 政策
    Policy = "政策",
    /// 准则
    Principles = "准则",
    /// 章程
    Charter = "章程",
    /// 合同
    Contract = "合同",
    /// 协议
    Agreement = "协议",
    /// 协定
    Accord = "协定",
    /// 公约
    Convention = "公约",
    /// 说明
    Explanation = "说明",
}

impl Genre {
    /// The kind that a title ends with, what stands after it in brackets aside: 《…办法（试行）》 is an 办法.
    ///
    /// ```
    /// use zhunsheng::document::Genre;
    /// assert_eq!(Genre::of("黄石市停车管理办法（试行）"), Some(Genre::Measures));
    /// assert_eq!(Genre::of("关于开展检查的通知"), Some(Genre::Notice));
    /// assert_eq!(Genre::of("总则"), None);
    /// ```
    #[must_use]
    pub fn of(title: &str) -> Option<Genre> {
        let mut title = title.trim().trim_end_matches('》');
        while let Some(inner) = title.strip_suffix(['）', ')']) {
            let open = inner.rfind(['（', '('])?;
            title = inner.get(..open)?.trim_end();
        }
        Genre::ALL.iter().copied().find(|genre| title.ends_with(genre.word()))
    }
}

impl std::fmt::Display for Genre {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.word())
    }
}

impl serde::Serialize for Genre {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

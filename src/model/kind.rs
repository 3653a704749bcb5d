//! Kinds of penalty (行政处罚法 art. 9) and of measures that are not penalties.

use super::KindId;
use crate::diagnostic::Span;

/// A kind: built in or declared under another.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Its name: 停止执业.
    pub name: String,
    /// The kind it was declared under; `None` for the built-in roots.
    pub parent: Option<KindId>,
    /// The built-in kind at the root.
    pub root: RootKind,
    /// Where it was declared; `None` when built in.
    pub span: Option<Span>,
}

/// The kinds that are built in, in the order in which art. 9 lists them (`engine::whole::severity` says what that order decides); measures that are no penalties come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum RootKind {
    /// 责令 (改正, 停止违法行为, 恢复原状 …): an order, not a penalty (art. 28)
    Order,
    /// 代为履行
    Substitute,
    /// 移送
    Transfer,
    /// 报请
    Referral,
    /// 警告
    Warning,
    /// 通报批评
    Criticism,
    /// 罚款
    Fine,
    /// 没收违法所得
    ConfiscateGains,
    /// 没收非法财物
    ConfiscateProperty,
    /// 暂扣许可证件
    SuspendPermit,
    /// 降低资质等级
    LowerQualification,
    /// 吊销许可证件
    RevokePermit,
    /// 限制开展生产经营活动
    RestrictBusiness,
    /// 责令停产停业
    SuspendBusiness,
    /// 责令关闭
    CloseBusiness,
    /// 限制从业
    RestrictOccupation,
    /// 行政拘留
    Detention,
}

impl RootKind {
    /// All roots with their names in the law, from light to grave.
    pub const ALL: [(RootKind, &'static str); 17] = [
        (RootKind::Order, "责令"),
        (RootKind::Substitute, "代为履行"),
        (RootKind::Transfer, "移送"),
        (RootKind::Referral, "报请"),
        (RootKind::Warning, "警告"),
        (RootKind::Criticism, "通报批评"),
        (RootKind::Fine, "罚款"),
        (RootKind::ConfiscateGains, "没收违法所得"),
        (RootKind::ConfiscateProperty, "没收非法财物"),
        (RootKind::SuspendPermit, "暂扣许可证件"),
        (RootKind::LowerQualification, "降低资质等级"),
        (RootKind::RevokePermit, "吊销许可证件"),
        (RootKind::RestrictBusiness, "限制开展生产经营活动"),
        (RootKind::SuspendBusiness, "责令停产停业"),
        (RootKind::CloseBusiness, "责令关闭"),
        (RootKind::RestrictOccupation, "限制从业"),
        (RootKind::Detention, "行政拘留"),
    ];

    /// Whether it is an administrative penalty in the sense of 行政处罚法 art. 9.
    #[must_use]
    pub fn is_penalty(self) -> bool {
        self >= RootKind::Warning
    }
}

//! What `cases` proposes: that it passes, stands on both sides of each bound, and leaves no change of the rules unnoticed.

mod support;

use std::collections::BTreeSet;

use zhunsheng::RuleSet;
use zhunsheng::model::BenchmarkId;
use zhunsheng::prove::{Mutated, Proposed, mutate, propose};

use support::enumeration::{FACTS, GRADES, Kind, Node, Point, Sample, points};

fn load(text: &str) -> RuleSet {
    RuleSet::from_sources([("例.zs", text)]).unwrap_or_else(|mistakes| panic!("{mistakes}\n{text}"))
}

fn only(rules: &RuleSet) -> BenchmarkId {
    rules.model().benchmark_ids().next().expect("a benchmark")
}

/// The cases proposed for the one benchmark of a text, and that benchmark with them.
fn pasted(text: &str) -> (Proposed, RuleSet, String) {
    let rules = load(text);
    let proposed = propose(rules.model(), only(&rules));
    let cases = proposed.cases.iter().map(|case| case.text()).collect::<Vec<_>>().join("\n");
    let whole = format!("{text}\n{cases}");
    (proposed, load(&whole), whole)
}

/// Every case passes, what is left unnoticed is what was said to be, nothing more is proposed.
fn told(text: &str) -> (Mutated, String) {
    let (proposed, rules, whole) = pasted(text);
    let engine = rules.compile();
    for case in engine.case_ids() {
        let result = engine.run_case(case).expect("a case that can be evaluated");
        assert!(result.passed(), "{}: {:?}\n{whole}", result.name, result.mismatches);
    }
    let mutated = mutate(rules.model(), only(&rules));
    assert_eq!(mutated.survivors.len(), proposed.unnoticed, "{:?}\n{whole}", mutated.survivors);
    let again = propose(rules.model(), only(&rules));
    assert_eq!((again.cases, again.unnoticed), (Vec::new(), proposed.unnoticed), "nothing is proposed twice\n{whole}");
    (mutated, whole)
}

/// As [`told`], and nothing is left.
fn held_fast(text: &str) -> Mutated {
    let (mutated, whole) = told(text);
    assert!(mutated.survivors.is_empty(), "{:?}\n{whole}", mutated.survivors);
    mutated
}

#[test]
fn generated_benchmarks_are_held_fast_by_what_is_proposed() {
    let (mut noticed, mut open) = (0, 0);
    for seed in 0..60 {
        let text = format!("{FACTS}{}", Sample::of(seed).text());
        // Of sums of whole numbers the prover cannot always tell that no case lies between.
        let mutated = if text.contains("甲 + 己") || text.contains("甲 - 己") { told(&text).0 } else { held_fast(&text) };
        noticed += mutated.noticed;
        open += mutated.survivors.len();
    }
    assert!(noticed > 250 && open < 10, "{noticed} {open}");
}

/// The facts that a condition reads.
fn read_by(node: &Node, facts: &mut BTreeSet<char>) {
    use support::enumeration::Figure;
    match &node.1 {
        Kind::Range(figure, ..) => match figure {
            Figure::A => facts.extend(['甲']),
            Figure::B => facts.extend(['乙']),
            Figure::E => facts.extend(['戊']),
            Figure::F => facts.extend(['己']),
            Figure::Sum | Figure::Difference => facts.extend(['甲', '己']),
        },
        Kind::Grades(_) => facts.extend(['丙']),
        Kind::Flag => facts.extend(['丁']),
        Kind::Present(_) => facts.extend(['戊']),
        Kind::Not(inner) => read_by(inner, facts),
        Kind::And(nodes) | Kind::Or(nodes) | Kind::AtLeast(_, nodes) => nodes.iter().for_each(|node| read_by(node, facts)),
        Kind::Except(base, exception) => {
            read_by(base, facts);
            read_by(exception, facts);
        }
    }
}

/// What a benchmark gives a point: the one tier by its policy, where there is one.
fn given(sample: &Sample, point: &Point) -> Option<String> {
    let held = sample.held(point);
    let tier = match (sample.policy, held.as_slice()) {
        (_, []) => return sample.otherwise.then(|| "其他".to_owned()),
        (0, [only]) => *only,
        (0, _) => return None,
        (1, held) => held[0],
        (_, held) => held[held.len() - 1],
    };
    Some(format!("第{tier}"))
}

/// A change counts as one that a case could notice just where one of all cases, each stated beside the rules, does notice it.
#[test]
fn what_a_case_could_notice_is_what_one_of_all_cases_notices() {
    let all = points();
    let (mut shown, mut idle) = (0, 0);
    for seed in 1_000..1_040 {
        let sample = Sample::of(seed);
        let mut read = BTreeSet::new();
        sample.tiers.iter().for_each(|tier| read_by(tier, &mut read));
        // What no tier reads is left as it is, so that all cases are few.
        let plain = |p: &Point| {
            (read.contains(&'甲') || p.a == 0)
                && (read.contains(&'乙') || p.b == 0)
                && (read.contains(&'丙') || p.c == 0)
                && (read.contains(&'丁') || !p.d)
                && (read.contains(&'戊') || p.e.is_none())
                && (read.contains(&'己') || p.f == 0)
        };
        let asked: Vec<&Point> = all.iter().filter(|p| plain(p)).collect();
        if asked.len() > 300 {
            continue;
        }
        let mut text = format!("{FACTS}{}", sample.text());
        let bare = mutate(load(&text).model(), only(&load(&text)));
        for (at, p) in asked.iter().enumerate() {
            let Some(tier) = given(&sample, p) else { continue };
            let (b, c, d) = (p.b, GRADES[usize::try_from(p.c).unwrap()], if p.d { "是" } else { "否" });
            let e = p.e.map_or_else(|| "无".to_owned(), |e| format!("{e}次"));
            text.push_str(&format!(
                "用例 “{at}” {{\n    基准 {}\n    设 甲 = {}次, 乙 = 0.0{b}元, 丙 = {c}, 丁 = {d}, 戊 = {e}, 己 = {}次\n    应为 {tier}\n}}\n",
                sample.name, p.a, p.f
            ));
        }
        let rules = load(&text);
        let full = mutate(rules.model(), only(&rules));
        // Without a case nothing is noticed: what survives is what a case could notice.
        assert_eq!((bare.noticed, full.survivors.len()), (0, 0), "{text}");
        assert_eq!((bare.survivors.len(), bare.same, bare.unstated), (full.noticed, full.same, full.unstated), "{text}");
        shown += full.noticed;
        idle += full.same + full.unstated;
    }
    assert!(shown > 50 && idle > 10, "{shown} {idle}");
}

/// A benchmark of two tiers that part at one bound.
fn parted(ty: &str, bound: &str) -> String {
    format!(
        "规则集 例 {{ 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }}
要素 案情 {{ 数: {ty} }}
基准 某行为 {{
    要素 案情
    阶次 轻 {{ 当 数 {bound}; 处 警告 }}
    阶次 重 {{ 其他情形; 处 1000元罚款 }}
}}
"
    )
}

#[test]
fn each_bound_is_proposed_from_both_sides_as_near_as_its_type_can() {
    for (ty, bound, low, high) in [
        ("金额 0元以上", "5000元以下", "5000元", "5000.01元"),
        ("金额 0元以上", "不满5000元", "4999.99元", "5000元"),
        ("整数 0次以上", "3次以下", "3次", "4次"),
        ("整数 0次以上", "不满3次", "2次", "3次"),
        ("期间 日 0日以上", "30日以下", "30日", "31日"),
        ("日期", "2026年3月1日以下", "2026年3月1日", "2026年3月2日"),
        ("日期", "不满2026年3月1日", "2026年2月28日", "2026年3月1日"),
        ("比例 0%以上", "30%以下", "30%", "30.1%"),
        ("比例 0%以上", "不满0.5%", "0.49%", "0.5%"),
        ("数量 吨 0吨以上", "10吨以下", "10吨", "10.1吨"),
        ("数量 吨 0吨以上", "不满0.2吨", "0.19吨", "0.2吨"),
    ] {
        let (proposed, ..) = pasted(&parted(ty, bound));
        let stands =
            |figure: &str, tier: &str| proposed.cases.iter().any(|case| case.given == format!("数 = {figure}") && case.expected == [tier]);
        assert!(stands(low, "轻") && stands(high, "重"), "{ty} {bound}: {proposed:?}");
        held_fast(&parted(ty, bound));
    }
}

/// A case far from a bound is none beside it.
#[test]
fn a_bound_is_covered_only_by_cases_right_on_both_sides() {
    let case = |given: &str, tier: &str| format!("用例 “{given}” {{ 基准 某行为; 设 数 = {given}; 应为 {tier} }}\n");
    let sides = |cases: &[(&str, &str)]| {
        let text = cases.iter().fold(parted("金额 0元以上", "5000元以下"), |text, (given, tier)| text + &case(given, tier));
        let proposed = propose(load(&text).model(), only(&load(&text))).cases;
        proposed.iter().filter(|c| c.name.contains("界限")).map(|c| c.given.clone()).collect::<Vec<_>>()
    };
    assert_eq!(sides(&[("100元", "轻"), ("6000元", "重")]), ["数 = 5000元", "数 = 5000.01元"]);
    assert_eq!(sides(&[("5000元", "轻"), ("6000元", "重")]), ["数 = 5000.01元"]);
    assert_eq!(sides(&[("5000元", "轻"), ("5000.01元", "重")]), [] as [&str; 0]);
}

/// What falls under two tiers at once can be stated only of a table that was published so.
#[test]
fn a_conflict_passes_as_expected_only_where_the_table_was_published_so() {
    let text = |published: &str| {
        format!(
            "规则集 例 {{ 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }}
要素 案情 {{ 数: 整数 0次以上 }}
基准 某行为 {{
    要素 案情
    {published}
    阶次 轻 {{ 当 数 3次以下; 处 警告 }}
    阶次 重 {{ 当 数 3次以上; 处 1000元罚款 }}
}}
用例 恰为三次 {{ 基准 某行为; 设 数 = 3次; 应为 轻 或者 重 }}
"
        )
    };
    let ran = |published: &str| {
        let engine = load(&text(published)).compile();
        engine.run_case(engine.case_ids()[0]).expect("a case that can be evaluated").mismatches
    };
    assert!(ran("原表如此 重叠 “3次处前后两档都含本数”").is_empty());
    let told = ran("");
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].actual, "同时符合 轻、重");
    let held = held_fast(&text("原表如此 重叠 “3次处前后两档都含本数”"));
    assert_eq!(held.unstated, 0);
}

/// A duty is asked on both sides of the fine, and of the fact, that it depends on.
#[test]
fn thresholds_of_duties_are_proposed_from_both_sides() {
    let text = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }
要素 案情 { 当事人类型: 类别 { 公民, 法人 }, 已告知听证: 是否, 执法人员人数: 整数 0人以上, 违法所得: 金额 0元以上 }
程序 听证 {
    要素 案情
    依据 《某法》第一条
    级别 错误
    当 (当事人类型 为 公民 且 罚款金额 超过1万元) 或者 (当事人类型 为 法人 且 罚款金额 10万元以上)
    应当 已告知听证
    提示 “应当告知听证”
}
程序 两人 {
    要素 案情
    依据 《某法》第二条
    级别 错误
    应当 执法人员人数 2人以上
    提示 “不得少于两人”
}
基准 某行为 {
    要素 案情
    依据 《某法》第三条
    阶次 轻 { 当 违法所得 不满1000元; 处 警告 }
    阶次 重 { 其他情形; 处 20万元罚款 }
}
";
    let rules = load(text);
    let cases = zhunsheng::prove::propose_procedures(rules.model());
    for (given, expected) in [
        ("1万元罚款", "“听证” 满足"),
        ("10000.01元罚款", "“听证” 违反"),
        ("99999.99元罚款", "“听证” 满足"),
        ("10万元罚款", "“听证” 违反"),
        ("执法人员人数 = 1人", "“两人” 违反"),
        ("执法人员人数 = 2人", "“两人” 满足"),
    ] {
        let stands = |text: String| text.contains(given) && text.contains(expected);
        assert!(cases.iter().any(|case| stands(case.text())), "{given} {expected}: {cases:#?}");
    }
    let whole = format!("{text}\n{}", cases.iter().map(|case| case.text()).collect::<Vec<_>>().join("\n"));
    let rules = load(&whole);
    let engine = rules.compile();
    for case in engine.case_ids() {
        let result = engine.run_case(case).expect("a case that can be evaluated");
        assert!(result.passed(), "{}: {:?}\n{whole}", result.name, result.mismatches);
    }
    assert_eq!(zhunsheng::prove::propose_procedures(rules.model()), [], "nothing is proposed twice");
}

/// A circumstance that asks of days is shown by days on which the rules are in force.
#[test]
fn cases_of_circumstances_pass_by_the_version_in_force_on_their_days() {
    use zhunsheng::prove::propose_circumstances;
    let text = "规则集 例 { 版本 “1” 制定机关 “某局” 施行 2026年1月1日 }
要素 案情 {
    次数: 整数 1次以上
    出生日期: 日期
    行为日期: 日期
    行为终了日期: 日期 可缺
    发现日期: 日期
}
情节 已满十四周岁不满十八周岁 {
    要素 案情
    依据 《中华人民共和国行政处罚法》第三十条
    效果 应当 从轻 或者 减轻
    当 自 出生日期 至 行为日期 的 周岁 14周岁以上不满18周岁
}
情节 超过追责期限 {
    要素 案情
    依据 《中华人民共和国行政处罚法》第三十六条
    效果 应当 不予处罚
    当 自 行为终了日期 至 发现日期 超过2年
}
基准 某行为 {
    要素 案情
    阶次 较重 { 当 次数 3次以上; 处 3000元罚款 }
    阶次 较轻 { 其他情形; 处 警告 }
}
";
    let cases = propose_circumstances(load(text).model());
    assert_eq!(cases.len(), 2, "{cases:#?}");
    let whole = format!("{text}{}", cases.iter().map(|case| case.text()).collect::<String>());
    let engine = load(&whole).compile();
    for case in engine.case_ids() {
        let result = engine.run_case(case).expect("a case that can be evaluated");
        assert!(result.passed(), "{}: {:?}\n{whole}", result.name, result.mismatches);
    }
}

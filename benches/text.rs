//! How fast phrase patterns are found in law texts. `cargo bench --bench text`.
//!
//! The texts are all `.md` files under `../shared/corpus/laws` (or `ZHUNSHENG_CORPUS`), joined; clauses are lines; the patterns are two words
//! of legal Chinese with a gap of at most twenty characters. In the same run: the floor (looking for a byte that the text has not),
//! one regex after another, and first words (Aho-Corasick) before the regex of those that stand in the clause.
//! Where the corpus is absent, a generated text stands in, and the bench says so.

#[path = "support/texts.rs"]
mod texts;

use std::hint::black_box;
use std::ops::Range;
use std::time::{Duration, Instant};

use aho_corasick::AhoCorasick;
use regex::Regex;
use texts::{laws, lines, report};
use zhunsheng::text::{Found, Limits, Matcher, Part, Pattern};

/// Words of two and three characters that laws and administrative documents are written with, common and less common ones.
const WORDS: &str = "行政 机关 应当 不得 规定 法律 法规 依照 依法 处罚 罚款 责令 改正 许可 审批 备案 登记 申请 决定 监督 管理 部门 人民 政府 国务院 \
    单位 个人 组织 企业 公民 法人 负责人 主管 县级 以上 以下 违反 情节 严重 构成 犯罪 追究 刑事 责任 民事 赔偿 损失 损害 没收 违法 所得 吊销 证书 执照 \
    许可证 营业 停业 整顿 警告 通报 批评 处分 工作 人员 滥用 职权 玩忽 职守 徇私 舞弊 合同 当事人 协议 履行 义务 权利 权益 保护 保障 安全 生产 经营 经营者 \
    消费者 产品 质量 标准 检验 检测 认证 检查 调查 取证 听证 陈述 申辩 告知 送达 期限 工作日 期间 届满 公告 公布 公示 公开 信息 档案 资料 材料 证明 \
    文件 印章 签名 盖章 书面 口头 通知 报告 报送 审查 审核 批准 核准 注册 变更 撤销 注销 终止 中止 恢复 执行 强制 查封 扣押 冻结 拍卖 税务 税款 \
    纳税人 财政 预算 资金 收费 价格 竞争 市场 准入 限定 指定 购买 商品 服务 外地 本地 歧视 补贴 奖励 招标 投标 采购 供应商 评审 专家 委员会 代表 \
    选举 会议 常务 委员 法院 检察院 诉讼 仲裁 复议 判决 裁定 上诉 再审 证据 鉴定 辩护 律师 代理 公证 调解 劳动者 用人 工资 社会 保险 医疗 药品 \
    食品 卫生 环境 污染 排放 土地 建设 工程 施工 房屋 城市 乡镇 农村 农业 森林 草原 水资源 矿产 海洋 渔业 野生 动物 植物 能源 电力 交通 \
    道路 车辆 船舶 航空 铁路 邮政 电信 网络 数据 个人信息 密码 国家 秘密 军事 国防 教育 学校 学生 教师 科学 技术 文化 文物 体育 宗教";

fn main() {
    let text = corpus();
    let clauses = lines(&text);
    println!("{} bytes, {} clauses", text.len(), clauses.len());
    report("floor: a byte that is not there", text.len(), || memchr::memchr(0, black_box(text.as_bytes())).map_or(0, |_| 1));
    report("floor: all bytes added up", text.len(), || black_box(&text).bytes().map(usize::from).sum());
    for count in [10, 100, 500] {
        let pairs = pairs(count);
        println!("\n{count} patterns");
        let (built, matcher) = timed(|| Matcher::new(&phrases(&pairs), &Limits::default()).expect("good patterns"));
        println!("  compiled in {built:.1?}");
        let mut found: Vec<Found> = Vec::new();
        report("zhunsheng::text", text.len(), || {
            found.clear();
            matcher.find(&text, &clauses, &mut found);
            found.len()
        });
        let regexes = regexes(&pairs);
        let from_there: Vec<Regex> = regexes.iter().map(|r| Regex::new(&format!("^{r}")).expect("a regex")).collect();
        report("first words, then the regex", text.len(), || first_words(&text, &clauses, &pairs, &from_there));
        // A part of the text says enough of what is this slow.
        let part = &clauses[..clauses.len() * 10 / (count + 10)];
        let bytes = part.last().map_or(0, |last| last.end);
        report("one regex after another", bytes, || one_after_another(&text, part, &regexes));
        let here: Vec<_> = found.iter().map(|m| (m.clause, m.pattern)).collect();
        let there = expected(&text, part, &regexes);
        let same = there.iter().eq(here.iter().filter(|m| (m.0 as usize) < part.len()));
        println!(
            "  matches {}{}",
            found.len(),
            if same { "" } else { "  (not those of the regexes: white space inside a word, or WRONG)" }
        );
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = black_box(work());
    (start.elapsed(), made)
}

fn corpus() -> String {
    let text: String = laws().into_iter().filter_map(|text| String::from_utf8(text).ok()).map(|text| text + "\n").collect();
    if text.is_empty() { generated() } else { text }
}

fn generated() -> String {
    println!("no corpus here (ZHUNSHENG_CORPUS names another): a generated text stands in");
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut text = String::new();
    let mut seed = 7u64;
    while text.len() < 16 << 20 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text += words[(seed >> 33) as usize % words.len()];
        text += ["的", "，", "和其他", "。\n"][(seed >> 20) as usize % 4];
    }
    text
}

/// Different pairs of different words, in a fixed sequence.
fn pairs(count: usize) -> Vec<(&'static str, &'static str)> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut pairs = Vec::new();
    let mut seed = 20_261_123u64;
    while pairs.len() < count {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let pair = (words[(seed >> 33) as usize % words.len()], words[(seed >> 13 & 0xFFFFF) as usize % words.len()]);
        if pair.0 != pair.1 && !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }
    pairs
}

fn phrases(pairs: &[(&str, &str)]) -> Vec<Pattern> {
    let word = |word: &str| Part::Words(vec![word.to_owned()]);
    pairs.iter().map(|(a, b)| Pattern { parts: vec![word(a), Part::Gap { least: 0, most: 20 }, word(b)] }).collect()
}

fn regexes(pairs: &[(&str, &str)]) -> Vec<Regex> {
    pairs.iter().map(|(a, b)| Regex::new(&format!("{a}.{{0,20}}?{b}")).expect("a regex")).collect()
}

fn one_after_another(text: &str, clauses: &[Range<usize>], regexes: &[Regex]) -> usize {
    regexes.iter().map(|regex| clauses.iter().map(|clause| regex.find_iter(&text[clause.clone()]).count()).sum::<usize>()).sum()
}

fn expected(text: &str, clauses: &[Range<usize>], regexes: &[Regex]) -> Vec<(u32, u32)> {
    let mut all = Vec::new();
    for (number, clause) in clauses.iter().enumerate() {
        let mut own: Vec<_> =
            regexes.iter().zip(0u32..).flat_map(|(r, n)| r.find_iter(&text[clause.clone()]).map(move |m| (m.start(), n))).collect();
        own.sort_unstable();
        all.extend(own.into_iter().map(|(_, pattern)| (number as u32, pattern)));
    }
    all
}

/// What a service would write first: the first words in one automaton, then the regex from there on, inside the clause.
fn first_words(text: &str, clauses: &[Range<usize>], pairs: &[(&str, &str)], regexes: &[Regex]) -> usize {
    let automaton = AhoCorasick::new(pairs.iter().map(|pair| pair.0)).expect("words");
    let mut free = vec![0; pairs.len()];
    let mut count = 0;
    let mut at_clause = 0;
    for hit in automaton.find_overlapping_iter(text) {
        let pattern = hit.pattern().as_usize();
        while clauses[at_clause].end < hit.end() {
            at_clause += 1;
        }
        if hit.start() >= free[pattern]
            && let Some(found) = regexes[pattern].find(&text[hit.start()..clauses[at_clause].end])
        {
            count += 1;
            free[pattern] = hit.start() + found.end();
        }
    }
    count
}

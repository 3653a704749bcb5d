//! How loading and evaluating grow with the number of benchmarks, from 10 to 10,000. `cargo bench --bench growth`.
//!
//! The floor of loading is reading every character of the same text once, in the same run.

use std::fmt::Write;
use std::hint::black_box;
use std::time::Instant;

use zhunsheng::RuleSet;

fn main() {
    println!("benchmarks  bytes      read once    load        a benchmark  a case");
    for count in [10, 100, 1_000, 10_000] {
        let text = rules(count);
        let start = Instant::now();
        black_box(text.chars().filter(|c| c.is_alphabetic()).count());
        let floor = start.elapsed();
        let start = Instant::now();
        let rules = match RuleSet::from_sources([("增长.zs", text.clone())]) {
            Ok(rules) => rules,
            Err(error) => {
                eprintln!("{error}");
                return;
            }
        };
        let load = start.elapsed();
        let engine = rules.compile();
        let cases = engine.case_ids();
        let start = Instant::now();
        for case in cases.iter().take(2_000) {
            let _ = black_box(engine.run_case(*case));
        }
        let each = start.elapsed() / u32::try_from(cases.len().min(2_000)).unwrap_or(1);
        let a_benchmark = load / u32::try_from(count).unwrap_or(1);
        println!("{count:<10}  {:<9}  {floor:<11.1?}  {load:<10.1?}  {a_benchmark:<11.1?}  {each:.1?}", text.len());
    }
}

/// A rule set of `count` benchmarks of three tiers over three facts, two cases each.
fn rules(count: usize) -> String {
    let mut text = String::from(
        "规则集 增长 {\n    版本 “1”\n    施行 2026年1月1日\n}\n\n要素 案情 {\n    违法所得: 金额 0元以上\n    违法次数: 整数 1次以上\n    危害后果: 等级 { 无 < 轻微 < 一般 < 严重 }\n}\n",
    );
    for n in 0..count {
        let (low, high) = (1000 + n % 900, 10_000 + n % 9_000);
        let _ = write!(
            text,
            "
基准 违法{n} {{
    要素 案情
    依据 《中华人民共和国律师法》第四十八条第一项
    法定幅度 {{ 警告, 可以 并处 1万元以下罚款 }}
    阶次 轻微 {{
        当 违法所得 不满{low}元 且 违法次数 为 1次
        处 警告
    }}
    阶次 一般 {{
        其他情形
        处 警告, 并处 2000元以上5000元以下罚款
    }}
    阶次 严重 {{
        当 违法所得 {high}元以上
        处 警告, 并处 5000元以上1万元以下罚款
    }}
}}
用例 违法{n}轻微 {{
    基准 违法{n}
    设 违法所得 = 800元, 违法次数 = 1次, 危害后果 = 轻微
    应为 轻微
}}
用例 违法{n}严重 {{
    基准 违法{n}
    设 违法所得 = 3万元, 违法次数 = 1次, 危害后果 = 一般
    应为 严重
}}
"
        );
    }
    text
}

//! How loading and evaluating grow with the number of benchmarks, from 10 to 10,000, a hundred to a file. `cargo bench --bench growth`.
//!
//! The floor of loading is reading every character of the same texts once, in the same run. `check` is what loading takes beyond
//! parsing; `a bundle` is the same rules from a bundle, `first` the first decision by it. The rule packs come last, with the proofs that
//! `zhunsheng check` adds.

use std::fmt::Write;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use zhunsheng::diagnostic::Sources;
use zhunsheng::prove::prove_on;
use zhunsheng::syntax::{Limits, parse};
use zhunsheng::{FileLoader, LoadLimits, Loader, MemoryLoader, RuleSet, check_with};

fn main() {
    let threads = available_parallelism().unwrap_or(NonZeroUsize::MIN);
    println!(
        "benchmarks  bytes     read once  parse     MB/s   check     load      {threads} threads  a bundle  its bytes  first    a benchmark  a case"
    );
    for count in [10, 100, 1_000, 10_000] {
        let texts: Vec<(String, String)> = (0..count).step_by(100).map(|from| file(from, (count - from).min(100))).collect();
        let loader = MemoryLoader::new(texts.clone()).expect("names that differ");
        let rules = row(&count.to_string(), texts.iter().map(|(_, text)| text.as_str()), &loader, threads, count);
        let engine = rules.compile();
        let cases = engine.case_ids();
        let few: Vec<_> = cases.iter().take(2_000).collect();
        let (time, ()) = best(|| few.iter().for_each(|case| drop(black_box(engine.run_case(**case)))));
        println!("{:.1?}", time / u32::try_from(few.len()).unwrap_or(1));
    }
    let (loader, _) = FileLoader::open(["rules"]).expect("the packs");
    let texts: Vec<String> =
        loader.list().expect("names").iter().filter_map(|name| loader.load(name).ok()?).filter_map(|b| String::from_utf8(b).ok()).collect();
    let rules = row("rules/", texts.iter().map(String::as_str), &loader, threads, 1);
    println!("-");
    let (proofs, _) = best(|| prove_on(rules.model(), NonZeroUsize::MIN));
    let (together, _) = best(|| prove_on(rules.model(), threads));
    println!("proofs of the packs: {proofs:.1?}, on {threads} threads {together:.1?}");
}

/// Measures one set of sources, all but the last column, and gives the rules.
fn row<'t>(name: &str, texts: impl Iterator<Item = &'t str> + Clone, loader: &dyn Loader, threads: NonZeroUsize, count: usize) -> RuleSet {
    let bytes: usize = texts.clone().map(str::len).sum();
    let (floor, _) = best(|| texts.clone().flat_map(str::chars).filter(|c| c.is_alphabetic()).count());
    let (parsing, _) = best(|| {
        let mut sources = Sources::new();
        let parsed = texts.clone().map(|text| parse(sources.add("例.zs", text), text, &Limits::default()));
        parsed.map(|parsed| parsed.diagnostics.len()).sum::<usize>()
    });
    let load = |threads| {
        let mut limits = LoadLimits::default();
        limits.threads = threads;
        check_with(loader, loader.list().expect("names"), limits).expect("they are there").into_rules().expect("good rules")
    };
    let (alone, rules) = best(|| load(NonZeroUsize::MIN));
    let (together, _) = best(|| load(threads));
    let mut bundle = Vec::new();
    rules.bundle(&mut bundle).expect("written to memory");
    let (bundled, _) = best(|| RuleSet::from_bundle(&bundle).expect("a bundle"));
    // What a service waits for: the file read, an engine made, a case decided.
    let (first, _) = best(|| {
        let engine = RuleSet::from_bundle(&bundle).expect("a bundle").compile();
        let case = engine.case_ids()[0];
        engine.run_case(case).expect("a report")
    });
    let speed = bytes as u128 * 10 / parsing.as_micros().max(1);
    let (speed, check) = (format!("{}.{}", speed / 10, speed % 10), alone.saturating_sub(parsing));
    let each = alone / u32::try_from(count).unwrap_or(1);
    print!(
        "{name:<10}  {bytes:<8}  {floor:<9.1?}  {parsing:<8.1?}  {speed:<5}  {check:<8.1?}  {alone:<8.1?}  {together:<9.1?}  {bundled:<8.1?}  {:<9}  {first:<7.1?}  {each:<11.1?}  ",
        bundle.len()
    );
    rules
}

/// The best time of the runs that fit into two seconds, at least one.
fn best<T>(mut work: impl FnMut() -> T) -> (Duration, T) {
    let begun = Instant::now();
    let mut found: Option<(Duration, T)> = None;
    loop {
        let start = Instant::now();
        let made = black_box(work());
        let time = start.elapsed();
        let quickest = found.as_ref().map_or(time, |(best, _)| time.min(*best));
        found = Some((quickest, made));
        if begun.elapsed() > Duration::from_secs(2)
            && let Some(found) = found
        {
            return found;
        }
    }
}

/// A file with a rule set of `count` benchmarks of three tiers over three facts, two cases each.
fn file(from: usize, count: usize) -> (String, String) {
    let mut text = format!(
        "规则集 增长{from} {{\n    版本 “1”\n    施行 2026年1月1日\n}}\n\n要素 案情 {{\n    违法所得: 金额 0元以上\n    违法次数: 整数 1次以上\n    危害后果: 等级 {{ 无 < 轻微 < 一般 < 严重 }}\n}}\n",
    );
    for n in from..from + count {
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
    (format!("增长{from}.zs"), text)
}

//! What a case costs by each way in, and how that grows with rows and with benchmarks. `cargo bench --bench evaluate`; a number
//! after `--` asks for the table of so many rows alone, `benchmarks` for those alone, `reports` for whole reports; `--features arrow --
//! columns` for rows by columns.
//!
//! Two floors are measured in the same run, both scans over the same rows as typed structs, written by hand: one for these rows
//! alone, in which every fact is known and every bound is from a number up to another; and one that leaves facts unknown and
//! bounds open, inclusive or not, as rules do. Every contestant decides every case, and all must agree. A figure is the best of many passes over cases drawn evenly from all rows.

#[cfg(feature = "arrow")]
#[path = "support/columns.rs"]
mod columns;

use std::fmt::Write;
use std::hint::black_box;
use std::time::{Duration, Instant};

use serde::Serialize;
use zhunsheng::RuleSet;
use zhunsheng::engine::{Engine, FineOutcome, MemberSlot, MoneySlot, Prepared, Row, TruthSlot, WholeSlot};
use zhunsheng::input::{Act, Binder, BoundSubmission, Missing, Value};
use zhunsheng::law::Money;
use zhunsheng::report::Truth;

/// The six facts: how many values each has.
const SIZES: [u32; 6] = [100_000, 50, 3_650, 4, 2, 2];
const GRADES: [&str; 4] = ["无", "轻微", "一般", "严重"];
const CASES: usize = 4_096;
/// Cases of one measurement of the benchmarks, and the most benchmarks that they are of.
const ASKED: usize = 256;
/// Of whole reports so few, that a pass over them is not often interrupted.
const FEW: usize = 32;

/// A case as a program holds it.
#[derive(Clone, Copy, Serialize)]
struct Case {
    违法所得: u32,
    违法次数: u32,
    持续日数: u32,
    危害后果: Grade,
    主动退还: bool,
    拒绝检查: bool,
}

#[derive(Clone, Copy, Serialize)]
enum Grade {
    无,
    轻微,
    一般,
    严重,
}

/// A row: for each fact from where to where, the end not included.
type Line = [(u32, u32); 6];

/// A row as one would write it by hand.
struct Typed {
    gains: (i64, i64),
    times: (u32, u32),
    days: (u32, u32),
    harm: (u8, u8),
    returned: Option<bool>,
    refused: Option<bool>,
    fine: i64,
}

/// A bound, and whether the number itself is within.
type End = Option<(i64, bool)>;

/// A row that takes bounds as rules have them, and facts that may be unknown.
struct General {
    figures: [(End, End); 3],
    harm: Option<Vec<u8>>,
    flags: [Option<bool>; 2],
    fine: i64,
}

/// A case for it.
struct Known {
    figures: [Option<i64>; 3],
    harm: Option<u8>,
    flags: [Option<bool>; 2],
}

impl Known {
    fn new(case: &Case) -> Known {
        let figures = [i64::from(case.违法所得) * 100, i64::from(case.违法次数), i64::from(case.持续日数)].map(Some);
        Known { figures, harm: Some(case.危害后果 as u8), flags: [Some(case.主动退还), Some(case.拒绝检查)] }
    }
}

fn main() {
    let only = std::env::args().nth(1).filter(|argument| !argument.starts_with("--"));
    match only.as_deref().map(str::parse::<usize>) {
        Some(Ok(count)) => rows(&[count]),
        #[cfg(feature = "arrow")]
        Some(Err(_)) if only.as_deref() == Some("columns") => columns::columns(),
        Some(Err(_)) if only.as_deref() == Some("reports") => reports(),
        Some(Err(_)) => benchmarks(),
        None => {
            rows(&[12, 64, 1_024, 10_000]);
            reports();
            benchmarks();
        }
    }
}

fn rows(counts: &[usize]) {
    println!("rows    scan      general scan  prepared row  any Serialize  with trace  why no row  by the binder");
    for count in counts.iter().copied() {
        let lines = parted(count);
        let typed: Vec<Typed> = lines.iter().enumerate().map(|(at, line)| Typed::new(line, at)).collect();
        let cases = cases(&lines, CASES);
        let engine = load(&(facts() + &benchmark("违法", &lines, ""))).compile();
        let prepared = engine.prepare(engine.benchmarks_named("违法")[0]);
        let (slots, mut row) = (slots(&prepared), prepared.row());
        let expected: Vec<i64> = cases.iter().map(|case| scan(&typed, case)).collect();

        let scanned = best(&cases, &expected, |case| scan(&typed, case));
        let general: Vec<General> = lines.iter().enumerate().map(|(at, line)| General::new(line, at)).collect();
        let known: Vec<Known> = cases.iter().map(Known::new).collect();
        assert!(known.iter().zip(&expected).all(|(case, expected)| scan_general(&general, case) == *expected));
        let generally = quickest(&known, |case| scan_general(&general, case));
        let decided = best(&cases, &expected, |case| decide(&mut row, &slots, case));
        let traced = best(&cases, &expected, |case| {
            set(&mut row, &slots, case);
            trace(&mut row)
        });
        // Why each row does or does not apply, and not only the one that does.
        let every = quickest(&cases[..64], |case| {
            set(&mut row, &slots, case);
            trace(&mut row);
            (0..count as u32).map(|tier| row.explain(tier).map_or(0, |reasons| reasons.len())).sum::<usize>()
        });
        let binder = Binder::new(engine.model());
        let few = 256;
        let bound = |case: &Case| {
            let value = Value::from_serialize(case).expect("a value");
            binder.bind(engine.model(), &value, Missing::Unknown).expect("a case").acts.remove(0)
        };
        let mut reader = prepared.reader();
        let serialized = best(&cases, &expected, |case| match reader.read(case, &mut row) {
            Ok(()) => fine_of(&mut row),
            Err(_) => -1,
        });
        let by_binder = best(&cases[..few], &expected, |case| {
            row.set_facts(&bound(case).facts);
            fine_of(&mut row)
        });
        println!(
            "{count:<6}  {scanned:<8.1?}  {generally:<12.1?}  {decided:<12.1?}  {serialized:<13.1?}  {traced:<10.1?}  {every:<10.1?}  {by_binder:.1?}"
        );
    }
}

/// Whole reports: the first, which compiles the benchmark; one after the other, by one thread, by two at once, and by two with an engine
/// each; without a tier that does not apply; with nothing known; and by the reference.
fn reports() {
    println!("\nrows    first     report    on two threads  an engine each  applying alone  nothing known  by reference");
    for count in [12, 64, 1_024, 10_000] {
        let lines = parted(count);
        let engine = load(&(facts() + &benchmark("违法", &lines, ""))).compile();
        let binder = Binder::new(engine.model());
        let bound = |case: &Case| {
            let value = Value::from_serialize(case).expect("a value");
            submission(&engine, binder.bind(engine.model(), &value, Missing::Unknown).expect("a case").acts.remove(0))
        };
        let submissions: Vec<BoundSubmission> = cases(&lines, FEW).iter().map(bound).collect();
        let evaluate = |engine: &Engine, one: &BoundSubmission| engine.evaluate(one).map_or(0, |report| report.decisions.len());
        let (first, decided) = timed(|| evaluate(&engine, &submissions[0]));
        assert_eq!(decided, 1);
        let report = quickest(&submissions, |one| evaluate(&engine, one));
        // What two threads share of one engine is counts of references: with one each they share nothing but the machine.
        let other = load(&(facts() + &benchmark("违法", &lines, ""))).compile();
        let [both, apart] = [&engine, &other].map(|second| {
            std::thread::scope(|scope| {
                let second = scope.spawn(|| quickest(&submissions, |one| evaluate(second, one)));
                quickest(&submissions, |one| evaluate(&engine, one)).max(second.join().unwrap_or_default())
            })
        });
        let alone = engine.explaining(0);
        let applying = quickest(&submissions, |one| evaluate(&alone, one));
        let nothing = Act { benchmarks: engine.benchmarks_named("违法"), facts: zhunsheng::input::CaseFacts::new(engine.model()) };
        let nothing = BoundSubmission { case: None, acts: vec![nothing], proposed: None };
        let unknown = quickest(&[nothing], |one| evaluate(&engine, one));
        let few = &submissions[..if count > 64 { 1 } else { 4 }];
        let reference = quickest(few, |one| engine.evaluate_by_reference(one).map_or(0, |report| report.decisions.len()));
        println!(
            "{count:<6}  {first:<8.1?}  {report:<8.1?}  {both:<14.1?}  {apart:<14.1?}  {applying:<14.1?}  {unknown:<13.1?}  {reference:.1?}"
        );
    }
}

fn benchmarks() {
    println!("\nbenchmarks  parse     and check  engine    prepare   prepared row  ten named  ten found  all named  all found");
    for count in [10usize, 100, 1_000, 10_000] {
        let lines = parted(12);
        let mut text = facts().replace("拒绝检查", "案由: 文本\n    拒绝检查");
        for n in 0..count {
            text.push_str(&benchmark(&format!("违法{n}"), &lines, &format!("适用 当 案由 为 “违法{n}”")));
        }
        let (parse, _) = timed(|| {
            let mut sources = zhunsheng::diagnostic::Sources::new();
            zhunsheng::syntax::parse(sources.add("表.zs", text.as_str()), &text, &zhunsheng::syntax::Limits::default())
        });
        let (check, rules) = timed(|| load(&text));
        let (compile, engine) = timed(|| rules.compile());
        let ids: Vec<_> = (0..count).map(|n| engine.benchmarks_named(&format!("违法{n}"))[0]).step_by(count.div_ceil(100)).collect();
        let (prepare, prepared) = timed(|| ids.iter().map(|id| engine.prepare(*id)).collect::<Vec<Prepared>>());
        let cases = cases(&lines, CASES);
        let typed: Vec<Typed> = lines.iter().enumerate().map(|(at, line)| Typed::new(line, at)).collect();
        let expected: Vec<i64> = cases.iter().map(|case| scan(&typed, case)).collect();
        let last = &prepared[prepared.len() - 1];
        let (slots, mut row) = (slots(last), last.row());
        let decided = best(&cases, &expected, |case| decide(&mut row, &slots, case));

        let binder = Binder::new(engine.model());
        // Named by their benchmark, and found by 适用; each of so many benchmarks in turn, from all over those that are loaded.
        let submissions = |asked: usize| -> [Vec<BoundSubmission>; 2] {
            let one = |at: usize| {
                let of = (at % asked) * (count / asked) * 7919 % count;
                let mut value = Value::from_serialize(&cases[at]).expect("a value");
                if let Value::Object(object) = &mut value {
                    object.insert("案由".to_owned(), Value::Text(format!("违法{of}")));
                }
                let found = binder.bind(engine.model(), &value, Missing::Unknown).expect("a case");
                let mut named = found.clone();
                named.acts[0].benchmarks = engine.benchmarks_named(&format!("违法{of}"));
                (named, found)
            };
            let (named, found) = (0..ASKED).map(one).unzip();
            [named, found]
        };
        let evaluate = |one: &BoundSubmission| {
            let report = engine.evaluate(one).expect("a report");
            assert_eq!(report.decisions.len(), 1);
            report.decisions.len()
        };
        let [[ten_named, ten_found], [all_named, all_found]] =
            [10, count.min(ASKED)].map(|asked| submissions(asked).map(|submissions| spread(&submissions, evaluate)));
        let each = prepare / u32::try_from(ids.len()).unwrap_or(1);
        let check = check.saturating_sub(parse);
        println!(
            "{count:<10}  {parse:<8.1?}  {check:<9.1?}  {compile:<8.1?}  {each:<8.1?}  {decided:<12.1?}  {ten_named:<9.1?}  {ten_found:<9.1?}  {all_named:<9.1?}  {all_found:.1?}"
        );
    }
}

fn submission(engine: &Engine, act: Act) -> BoundSubmission {
    let benchmarks = engine.benchmarks_named("违法");
    BoundSubmission { case: None, acts: vec![Act { benchmarks, ..act }], proposed: None }
}

/// The scan by hand: the fine of the first row that fits.
fn scan(lines: &[Typed], case: &Case) -> i64 {
    let (gains, harm) = (i64::from(case.违法所得) * 100, case.危害后果 as u8);
    let fits = |line: &&Typed| {
        (line.gains.0..line.gains.1).contains(&gains)
            && (line.times.0..line.times.1).contains(&case.违法次数)
            && (line.days.0..line.days.1).contains(&case.持续日数)
            && (line.harm.0..line.harm.1).contains(&harm)
            && line.returned.is_none_or(|returned| returned == case.主动退还)
            && line.refused.is_none_or(|refused| refused == case.拒绝检查)
    };
    lines.iter().find(fits).map_or(-1, |line| line.fine)
}

/// The scan that settles on the first row that holds, where no row before it may.
fn scan_general(lines: &[General], Known { figures, harm, flags }: &Known) -> i64 {
    let reaches = |figure: Option<i64>, (from, to): (End, End)| {
        let above = from.is_none_or(|(at, within)| figure.is_none_or(|figure| figure > at || (within && figure == at)));
        let below = to.is_none_or(|(at, within)| figure.is_none_or(|figure| figure < at || (within && figure == at)));
        above && below
    };
    for line in lines {
        let may = figures.iter().zip(line.figures).all(|(figure, ends)| reaches(*figure, ends))
            && line.harm.as_ref().is_none_or(|among| harm.is_none_or(|harm| among.contains(&harm)))
            && flags.iter().zip(line.flags).all(|(flag, asked)| asked.is_none_or(|asked| flag.is_none_or(|flag| flag == asked)));
        if may {
            let known = figures.iter().all(Option::is_some) && harm.is_some() && flags.iter().all(Option::is_some);
            return if known { line.fine } else { -1 };
        }
    }
    -1
}

struct Slots {
    gains: MoneySlot,
    times: WholeSlot,
    days: WholeSlot,
    harm: MemberSlot,
    returned: TruthSlot,
    refused: TruthSlot,
}

fn slots(prepared: &Prepared) -> Slots {
    Slots {
        gains: prepared.money_slot("违法所得").expect("money"),
        times: prepared.whole_slot("违法次数").expect("a number"),
        days: prepared.whole_slot("持续日数").expect("a number"),
        harm: prepared.member_slot("危害后果").expect("a member"),
        returned: prepared.truth_slot("主动退还").expect("a truth"),
        refused: prepared.truth_slot("拒绝检查").expect("a truth"),
    }
}

fn set(row: &mut Row, slots: &Slots, case: &Case) {
    let Slots { gains, times, days, harm, returned, refused } = slots;
    gains.set(row, Money::from_fen(i64::from(case.违法所得) * 100)).expect("its own row");
    times.set(row, i64::from(case.违法次数)).expect("its own row");
    days.set(row, i64::from(case.持续日数)).expect("its own row");
    harm.set(row, case.危害后果 as u16).expect("a member");
    returned.set(row, case.主动退还).expect("its own row");
    refused.set(row, case.拒绝检查).expect("its own row");
}

fn decide(row: &mut Row, slots: &Slots, case: &Case) -> i64 {
    set(row, slots, case);
    fine_of(row)
}

fn fine_of(row: &mut Row) -> i64 {
    match row.decide().map(|outcome| outcome.fine) {
        Ok(FineOutcome::Range(range)) => range.lower.fen(),
        Ok(FineOutcome::None | FineOutcome::Open) | Err(_) => -1,
    }
}

/// As [`fine_of`], after looking at every reason.
fn trace(row: &mut Row) -> i64 {
    let Ok(trace) = row.trace() else { return -1 };
    assert!(trace.reasons.iter().all(|reason| reason.met == Truth::True));
    assert_eq!(black_box(&trace).basis().count(), 1);
    match trace.outcome.fine {
        FineOutcome::Range(range) => range.lower.fen(),
        FineOutcome::None | FineOutcome::Open => -1,
    }
}

/// The best time of a case, after a pass that holds every answer to the expected one.
fn best(cases: &[Case], expected: &[i64], mut answer: impl FnMut(&Case) -> i64) -> Duration {
    for (case, expected) in cases.iter().zip(expected) {
        assert_eq!(answer(case), *expected);
    }
    quickest(cases, |case| answer(case))
}

/// The best of the passes that fit into a second, divided by the cases.
fn quickest<C, T>(cases: &[C], mut answer: impl FnMut(&C) -> T) -> Duration {
    let begun = Instant::now();
    let mut best = Duration::MAX;
    while begun.elapsed() < Duration::from_secs(1) {
        let (time, ()) = timed(|| {
            for case in cases {
                black_box(answer(black_box(case)));
            }
        });
        best = best.min(time);
    }
    best / u32::try_from(cases.len()).unwrap_or(1)
}

/// The same where every case is to be decided before one comes again: the sum of the best times of some at a time.
fn spread<C, T>(cases: &[C], mut answer: impl FnMut(&C) -> T) -> Duration {
    let mut best = vec![Duration::MAX; cases.len().div_ceil(8)];
    // What is made when it is first asked is made before the time counts.
    for case in cases {
        black_box(answer(case));
    }
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(1) {
        for (best, cases) in best.iter_mut().zip(cases.chunks(8)) {
            let (time, ()) = timed(|| {
                for case in cases {
                    black_box(answer(black_box(case)));
                }
            });
            *best = time.min(*best);
        }
    }
    best.iter().sum::<Duration>() / u32::try_from(cases.len()).unwrap_or(1)
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = black_box(work());
    (start.elapsed(), made)
}

fn next(seed: &mut u64) -> u32 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    (*seed >> 33) as u32
}

/// Splits the space of all cases again and again, so that exactly one row fits each.
fn parted(rows: usize) -> Vec<Line> {
    let mut lines: Vec<Line> = vec![SIZES.map(|size| (0, size))];
    let (mut seed, mut at) = (0x9E37_79B9_7F4A_7C15, 0);
    while lines.len() < rows {
        let fact = next(&mut seed) as usize % SIZES.len();
        let index = at % lines.len();
        at += 1;
        let (low, high) = lines[index][fact];
        if high - low < 2 {
            continue;
        }
        let cut = low + 1 + next(&mut seed) % (high - low - 1);
        let mut other = lines[index];
        lines[index][fact].1 = cut;
        other[fact].0 = cut;
        lines.push(other);
    }
    lines
}

/// Cases from within rows drawn at random.
fn cases(lines: &[Line], count: usize) -> Vec<Case> {
    let mut seed = 0x0123_4567_89AB_CDEF;
    let case = |_| {
        let line = &lines[next(&mut seed) as usize % lines.len()];
        let [gains, times, days, harm, returned, refused] = line.map(|(low, high)| low + next(&mut seed) % (high - low));
        let grade = [Grade::无, Grade::轻微, Grade::一般, Grade::严重][harm as usize];
        Case {
            违法所得: gains, 违法次数: times, 持续日数: days, 危害后果: grade, 主动退还: returned == 1, 拒绝检查: refused == 1
        }
    };
    (0..count).map(case).collect()
}

impl Typed {
    fn new(line: &Line, at: usize) -> Typed {
        let [gains, times, days, harm, returned, refused] = *line;
        let flag = |(low, high)| (high - low == 1).then_some(low == 1);
        Typed {
            gains: (i64::from(gains.0) * 100, i64::from(gains.1) * 100),
            times,
            days,
            harm: (harm.0 as u8, harm.1 as u8),
            returned: flag(returned),
            refused: flag(refused),
            fine: fine(at) * 100,
        }
    }
}

impl General {
    fn new(line: &Line, at: usize) -> General {
        let end = |fact: usize, at: u32, within: bool, scale: i64| (at != 0 && at != SIZES[fact]).then(|| (i64::from(at) * scale, within));
        let ends = |fact: usize, scale: i64| (end(fact, line[fact].0, true, scale), end(fact, line[fact].1, false, scale));
        let flag = |(low, high)| (high - low == 1).then_some(low == 1);
        let harm = (line[3] != (0, 4)).then(|| (line[3].0..line[3].1).map(|grade| grade as u8).collect());
        General { figures: [ends(0, 100), ends(1, 1), ends(2, 1)], harm, flags: [flag(line[4]), flag(line[5])], fine: fine(at) * 100 }
    }
}

/// The fine of a row in yuan: its own, so that agreeing on it is agreeing on the row.
fn fine(row: usize) -> i64 {
    1_000 + i64::try_from(row).unwrap_or(0)
}

fn facts() -> String {
    let [gains, times, days, ..] = SIZES;
    format!(
        "规则集 表 {{ 版本 “1” 施行 2026年1月1日 }}
要素 案情 {{
    违法所得: 金额 0元以上不满{gains}元
    违法次数: 整数 0次以上不满{times}次
    持续日数: 整数 0次以上不满{days}次
    危害后果: 等级 {{ {} }}
    主动退还: 是否
    拒绝检查: 是否
}}
",
        GRADES.join(" < ")
    )
}

fn benchmark(name: &str, lines: &[Line], applies: &str) -> String {
    let mut text = format!(
        "基准 {name} {{\n要素 案情\n依据 《某法》第一条\n{applies}\n法定幅度 {{ 10万元以下罚款 }}\n阶次表 {{\n| 阶次 | 违法所得 | 违法次数 | 持续日数 | 危害后果 | 主动退还 | 拒绝检查 | 处罚 |\n"
    );
    for (at, line) in lines.iter().enumerate() {
        let span = |fact: usize, unit: &str| match line[fact] {
            (0, high) if high == SIZES[fact] => "-".to_owned(),
            (0, high) => format!("不满{high}{unit}"),
            (low, high) if high == SIZES[fact] => format!("{low}{unit}以上"),
            (low, high) => format!("{low}{unit}以上不满{high}{unit}"),
        };
        let flag = |fact: usize| match line[fact] {
            (0, 2) => "-",
            (0, _) => "否",
            (_, _) => "是",
        };
        let grade = match line[3] {
            (0, 4) => "-".to_owned(),
            (low, high) => GRADES[low as usize..high as usize].join(", "),
        };
        let (gains, times, days) = (span(0, "元"), span(1, "次"), span(2, "次"));
        let fine = fine(at);
        let _ = writeln!(text, "| 第{at} | {gains} | {times} | {days} | {grade} | {} | {} | {fine}元罚款 |", flag(4), flag(5));
    }
    text + "}\n}\n"
}

fn load(text: &str) -> RuleSet {
    RuleSet::from_sources([("表.zs", text.to_owned())]).unwrap_or_else(|mistakes| panic!("{mistakes}"))
}

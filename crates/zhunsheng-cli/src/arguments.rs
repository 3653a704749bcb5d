//! The arguments of every verb, with their help in both languages.

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, value_parser};
use zhunsheng::diagnostic::Language;

use crate::output::Format;

/// Every verb with its Chinese alias and its help.
const VERBS: &[(&str, &str, &str, &str)] = &[
    (
        "check",
        "检查",
        "检查并证明规则文件：语法、名称、类型、单位，以及空档、重叠、死条、越限、倒挂",
        "tell every mistake of rule files, and prove them: gaps, overlaps, dead tiers, excess, reversals",
    ),
    ("test", "用例", "运行规则文件里的用例", "run the cases that stand beside the rules"),
    ("eval", "裁量", "按规则裁量案件", "decide cases by the rules"),
    ("score", "评分", "按评分标准打分：案卷评查、等级评定、年度考核", "score cases by the scoring standards of rules"),
    (
        "batch",
        "批量",
        "成批裁量大文件里的案件，并评查实际处罚：畸轻、畸重、同案不同罚",
        "decide the cases of a file of any size, and audit the penalties that were imposed",
    ),
    (
        "bundle",
        "打包",
        "把没有错误的规则连同校验和写成一个文件（.zsb），凡是用规则路径的地方都可以用它",
        "write rules without an error, with a checksum, as one file (.zsb) that stands wherever a path of rules may",
    ),
    ("review", "审查", "按规则里的检查审查文件", "review documents by the checks of rules"),
    ("fmt", "排版", "整理规则文件的版式", "format rule files"),
    (
        "diff",
        "比对",
        "按含义比较两个版本：哪些案件的结果变了，变轻还是变重",
        "compare two versions by meaning: which cases change, lighter or heavier",
    ),
    ("outline", "结构", "列出文件的结构和引用", "print the structure and the citations of documents"),
    ("statutes", "法规库", "建立、查询法规库，核对引用", "build, show and ask the statute registry"),
    (
        "explain",
        "释义",
        "说明一个诊断代码，或者（给出 --rules 时）一条规则",
        "explain a diagnostic's code or, with --rules, a rule by its name",
    ),
    (
        "cases",
        "补例",
        "建议规则文件缺少的用例：每个阶次、条件项、情节、扣分得分项和等次，每个界限的两边",
        "propose the cases that rule files lack: each tier, item, circumstance, score line and grade, each bound from both sides",
    ),
    ("picture", "图", "把一个基准的阶次画成 SVG，空档和重叠打上斜线", "draw a benchmark’s tiers as SVG, gaps and overlaps hatched"),
    (
        "schema",
        "模式",
        "输出报告、审查结果、评分结果、比对结果或者案件的 JSON Schema",
        "print the JSON Schema of a report, a review, a score, a difference or a case",
    ),
    ("completions", "补全", "输出命令行补全脚本", "print a shell completion script"),
];

/// The whole command line.
pub(crate) fn command(language: Language) -> Command {
    let say = |zh: &'static str, en: &'static str| match language {
        Language::Chinese => zh,
        Language::English => en,
    };
    let template = say(
        "{about}\n\n用法：{usage}\n\n命令：\n{subcommands}\n\n选项：\n{options}\n",
        "{about}\n\nUsage: {usage}\n\nCommands:\n{subcommands}\n\nOptions:\n{options}\n",
    );
    Command::new("zhunsheng")
        .about(say("准绳：行政处罚裁量基准的检查、用例和裁量", "zhunsheng: penalty discretion benchmarks, checked, tested and applied"))
        .version(env!("CARGO_PKG_VERSION"))
        .help_template(template)
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_required(true)
        .subcommand_value_name(say("命令", "COMMAND"))
        .arg(flag("help", 'h', ArgAction::Help, say("显示帮助", "show this help")))
        .arg(flag("version", 'V', ArgAction::Version, say("显示版本", "show the version")).global(false))
        .arg(
            global("format", say("格式", "FORMAT"), say("输出格式", "how results are written"))
                .value_parser(PossibleValuesParser::new(Format::ALL.map(|(name, _)| name)))
                .default_value("text"),
        )
        .arg(
            global("lang", say("语言", "LANGUAGE"), say("提示的语言", "the language of messages"))
                .value_parser(["zh", "en"])
                .default_value("zh"),
        )
        .arg(
            global("color", say("何时", "WHEN"), say("何时使用颜色（NO_COLOR 也有效）", "when to use colours (NO_COLOR is heeded)"))
                .value_parser(["auto", "always", "never"])
                .default_value("auto"),
        )
        .arg(
            global(
                "jobs",
                say("个数", "N"),
                say("同时使用的线程数，默认为处理器个数", "how many threads; as many as processors by default"),
            )
            .value_parser(value_parser!(u16).range(1..=256)),
        )
        .subcommands(VERBS.iter().map(|&(name, alias, zh, en)| verb(name, alias, say(zh, en), &say)))
}

fn flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> Arg {
    Arg::new(name).long(name).short(short).action(action).global(true).help(help)
}

fn global(name: &'static str, value: &'static str, help: &'static str) -> Arg {
    Arg::new(name).long(name).global(true).value_name(value).help(help).hide_default_value(true)
}

fn benchmark(required: bool, say: Say<'_>) -> Arg {
    Arg::new("benchmark")
        .long("benchmark")
        .value_name(say("名称", "NAME"))
        .required(required)
        .help(say("基准的名称", "the name of a benchmark"))
}

type Say<'s> = &'s dyn Fn(&'static str, &'static str) -> &'static str;

fn verb(name: &'static str, alias: &'static str, about: &'static str, say: Say<'_>) -> Command {
    let command = Command::new(name)
        .visible_alias(alias)
        .about(about)
        .help_template(say(
            "{about}\n\n用法：{usage}\n\n参数和选项：\n{all-args}\n",
            "{about}\n\nUsage: {usage}\n\nArguments and options:\n{all-args}\n",
        ))
        .next_help_heading(say("参数和选项", "Arguments and options"));
    let paths = || {
        Arg::new("paths")
            .value_name(say("路径", "PATH"))
            .required(true)
            .num_args(1..)
            .help(say("规则文件（.zs）或者文件夹", "rule files (.zs) or folders"))
    };
    let rules = |required| {
        Arg::new("rules")
            .long("rules")
            .value_name(say("路径", "PATH"))
            .required(required)
            .help(say("规则文件或者文件夹", "a rule file or folder"))
    };
    let registry = || {
        Arg::new("registry")
            .long("registry")
            .value_name(say("文件", "FILE"))
            .action(ArgAction::Append)
            .help(say("另加的法规库文件", "a registry file to add to the one built in"))
    };
    let on = || {
        Arg::new("on").long("on").value_name(say("日期", "DATE")).help(say("以哪一天为准，如 2026-01-01", "as of which day, as 2026-01-01"))
    };
    match name {
        "cases" => command.arg(paths()).arg(benchmark(false, say)).arg(standard(say("只补这个评分标准的", "of this scoring standard alone"), say)),
        "diff" => {
            let version = |id: &'static str, zh: &'static str, en: &'static str, help: &'static str| {
                Arg::new(id).value_name(say(zh, en)).required(true).help(help)
            };
            command
                .arg(version("old", "旧版本", "OLD", say("旧版本的规则文件或者文件夹", "the rule file or folder of before")))
                .arg(version("new", "新版本", "NEW", say("新版本的规则文件或者文件夹", "the rule file or folder of now")))
        }
        "picture" => command.arg(paths()).arg(benchmark(true, say)).arg(
            Arg::new("facts").long("facts").value_name(say("要素", "FACTS")).value_delimiter(',').help(say(
                "横轴、纵轴的要素，用逗号分开；不写时取界限最多的两个",
                "the facts of the axes, by comma; the two with the most bounds if not given",
            )),
        ),
        "outline" => command
            .arg(
                Arg::new("paths")
                    .value_name(say("文件", "DOCUMENT"))
                    .required(true)
                    .num_args(1..)
                    .help(say("txt、md、html、docx、pdf 文件，或者文件夹", "documents (txt, md, html, docx, pdf) or folders")),
            )
            .arg(registry())
            .arg(on()),
        "review" => command
            .arg(rules(true))
            .arg(Arg::new("paths").value_name(say("文件", "DOCUMENT")).required(true).num_args(1..).help(say(
                "送审文件（txt、md、html、docx），或者送审文件夹（一份送审稿、元数据.json 或 yaml、材料/）",
                "documents (txt, md, html, docx), or folders with a draft, 元数据.json or yaml, 材料/",
            )))
            .arg(registry())
            .arg(
                Arg::new("meta")
                    .long("meta")
                    .value_name(say("文件", "FILE"))
                    .help(say("元数据文件（json、yaml、toml）", "the metadata (json, yaml, toml)")),
            )
            .arg(
                Arg::new("materials")
                    .long("materials")
                    .value_name(say("文件夹", "DIR"))
                    .help(say("送审材料的文件夹", "the folder of materials")),
            )
            .arg(
                Arg::new("date")
                    .long("date")
                    .value_name(say("日期", "DATE"))
                    .help(say("审查日期，如 2026-01-01", "the day of the review, as 2026-01-01")),
            )
            .arg(
                Arg::new("set")
                    .long("set")
                    .value_name(say("名称", "NAME"))
                    .help(say("只用这一组审查（或者这一规则集里的）", "this set of checks alone, or those of this rule set")),
            )
            .arg(
                Arg::new("output")
                    .long("output")
                    .short('o')
                    .value_name(say("文件", "FILE"))
                    .help(say("结果写到哪个文件；不写时为标准输出", "where results go; standard output by default")),
            )
            .arg(
                Arg::new("archive")
                    .long("archive")
                    .action(ArgAction::SetTrue)
                    .help(say("逐份审查文件夹里的所有文件，列出总表", "review every document below a folder; print a table")),
            ),
        "statutes" => command
            .subcommand_required(true)
            .subcommand_value_name(say("做什么", "WHAT"))
            .disable_help_subcommand(true)
            .subcommand(
                Command::new("build")
                    .about(say("由法规文本的文件夹建立或者补充法规库", "make or extend a registry from a folder of law texts"))
                    .arg(Arg::new("folder").value_name(say("文件夹", "FOLDER")).required(true).help(say("法规文本的文件夹", "the folder")))
                    .arg(Arg::new("table").long("table").value_name(say("表格", "TSV")).help(say(
                        "名称、公布、施行、失效的表格，列名为 name、level、published、in_force_from、expired",
                        "a table of facts with columns name, level, published, in_force_from, expired",
                    )))
                    .arg(
                        Arg::new("output")
                            .long("output")
                            .short('o')
                            .value_name(say("文件", "FILE"))
                            .help(say("写到哪个文件；已有的文件会被补充", "the file to write; one that is there is extended")),
                    ),
            )
            .subcommand(
                Command::new("show")
                    .about(say("列出一部法规的各个版本", "show the versions of an act"))
                    .arg(Arg::new("title").value_name(say("名称", "TITLE")).required(true).help(say("法规的名称", "the title")))
                    .arg(registry()),
            )
            .subcommand(
                Command::new("check")
                    .about(say("核对引用：名称、效力、条号", "check citations: title, force, article"))
                    .arg(
                        Arg::new("citations")
                            .value_name(say("引用", "CITATION"))
                            .required(true)
                            .num_args(1..)
                            .help(say("如 《行政处罚法》第三十三条", "such as 《行政处罚法》第三十三条")),
                    )
                    .arg(on())
                    .arg(registry()),
            ),
        "check" => command
            .arg(paths())
            .arg(
                Arg::new("citations")
                    .long("citations")
                    .action(ArgAction::SetTrue)
                    .help(say("对照法规库核对引用的法律、法规和条号", "ask the statute registry about every citation")),
            )
            .arg(registry()),
        "test" => command
            .arg(paths())
            .arg(Arg::new("coverage").long("coverage").action(ArgAction::SetTrue).help(say(
                "列出没有用例覆盖的阶次、条件项、情节和程序",
                "list the tiers, items, circumstances and duties that no case reaches",
            )))
            .arg(Arg::new("mutate").long("mutate").action(ArgAction::SetTrue).help(say(
                "逐处改动条件（界限、条件项、类别）和评分标准（分值、步长、上限、等次），列出没有用例发现的改动",
                "change conditions (bounds, items, categories) and scoring standards (points, steps, caps, grades) place by place; list what no case notices",
            ))),
        "score" => cases(command.arg(rules(true)), say)
            .arg(standard(say("只按这个评分标准；不写时按所有适用的", "this scoring standard alone; all that apply by default"), say))
            .arg(on()),
        "eval" => cases(command.arg(rules(true)), say).arg(
            Arg::new("strict")
                .long("strict")
                .action(ArgAction::SetTrue)
                .help(say("指明的基准缺少要素时报错", "a fact that a named benchmark has and the case does not is a mistake")),
        ),
        "bundle" => command.arg(paths()).arg(
            Arg::new("output")
                .long("output")
                .short('o')
                .value_name(say("文件", "FILE"))
                .required(true)
                .value_parser(|path: &str| if path.ends_with(".zsb") { Ok(path.to_owned()) } else { Err("*.zsb") })
                .help(say("写到哪个文件，以 .zsb 结尾", "the file to write, ending in .zsb")),
        ),
        "batch" => batch(command.arg(rules(true)).arg(benchmark(false, say)), say),
        "fmt" => command
            .arg(paths())
            .arg(
                Arg::new("check")
                    .long("check")
                    .action(ArgAction::SetTrue)
                    .help(say("只检查，不改写；有需要整理的文件时退出状态为 1", "only tell which files differ; exit status 1 if any")),
            )
            .arg(
                Arg::new("keywords")
                    .long("keywords")
                    .value_name(say("语言", "LANGUAGE"))
                    .value_parser(["zh", "en"])
                    .help(say("把关键词统一为中文或者英文", "rewrite keywords to one spelling")),
            ),
        "explain" => {
            command
                .arg(Arg::new("name").value_name(say("代码或者规则名", "CODE or NAME")).required(true).help(say(
                    "诊断代码（如 ZS0101、ZSI14），或者规则的名称",
                    "a diagnostic's code (ZS0101, ZSI14), or the name of a rule",
                )))
                .arg(rules(false))
        }
        "schema" => command
            .arg(Arg::new("of").value_name(say("对象", "OF")).required(true).value_parser(["report", "review", "score", "diff", "case"]).help(say(
                "report 为报告，review 为审查结果，score 为评分结果，diff 为比对结果，case 为案件",
                "of the report, of a review, of a score, of a difference, or of a case",
            )))
            .arg(rules(false))
            .arg(
                Arg::new("benchmark")
                    .long("benchmark")
                    .value_name(say("名称", "NAME"))
                    .help(say("只要这个基准的要素", "the facts of this benchmark alone")),
            ),
        _ => command.arg(
            Arg::new("shell")
                .value_name(say("外壳", "SHELL"))
                .required(true)
                .value_parser(["bash", "zsh", "fish", "powershell", "elvish"])
                .help(say("哪一种外壳", "which shell")),
        ),
    }
}

/// One scoring standard by its name.
fn standard(help: &'static str, say: Say<'_>) -> Arg {
    Arg::new("standard").long("standard").value_name(say("名称", "NAME")).help(help)
}

/// The files of cases, and their format.
fn cases(command: Command, say: Say<'_>) -> Command {
    command
        .arg(
            Arg::new("cases")
                .value_name(say("案件", "CASE"))
                .required(true)
                .num_args(1..)
                .help(say("案件文件；- 为标准输入", "case files; - is standard input")),
        )
        .arg(
            Arg::new("input-format")
                .long("input-format")
                .value_name(say("格式", "FORMAT"))
                .value_parser(["json", "jsonl", "yaml", "toml", "csv"])
                .help(say(
                    "案件的格式；不写时由后缀决定，标准输入为 json",
                    "the cases' format; told by the ending, json for standard input",
                )),
        )
}

/// What `batch` has of its own; its `--format` stands in for that of all verbs.
fn batch(command: Command, say: Say<'_>) -> Command {
    let formats = ["jsonl", "csv", "parquet"];
    let file = |name: &'static str, zh, en| Arg::new(name).long(name).value_name(say("文件", "FILE")).help(say(zh, en));
    let format =
        |name: &'static str, zh, en| Arg::new(name).long(name).value_name(say("格式", "FORMAT")).value_parser(formats).help(say(zh, en));
    command
        .arg(Arg::new("file").value_name(say("文件", "FILE")).required(true).help(say(
            "jsonl、csv 或者 parquet 文件，一行一案；- 为标准输入",
            "a file of jsonl, csv or parquet, a case a row; - is standard input",
        )))
        .arg(format(
            "input-format",
            "文件的格式；不写时由后缀决定，标准输入为 jsonl",
            "the file's format; told by the ending, jsonl for standard input",
        ))
        .arg(file("output", "结果写到哪个文件；不写时为标准输出", "where results go; standard output by default").short('o'))
        .arg(format("format", "结果的格式；不写时由 --output 的后缀决定", "how results are written; told by the ending of --output"))
        .arg(file(
            "summary",
            "把汇总以 JSON 写到哪个文件，- 为标准输出；不写时在标准错误上列出",
            "where the summary goes as JSON, - is standard output; in words on standard error by default",
        ))
        .arg(file("audit", "把评查结果以 Markdown 写到哪个文件", "where the audit goes as Markdown"))
        .arg(Arg::new("same").long("same").value_name(say("要素", "FACTS")).value_delimiter(',').help(say(
            "哪些要素相同才算同案，用逗号分开；不写时为日期以外的全部要素",
            "the facts that make two cases alike, by comma; all but dates by default",
        )))
        .arg(
            Arg::new("ignore")
                .long("ignore")
                .value_name(say("栏", "COLUMNS"))
                .value_delimiter(',')
                .help(say("不是要素、不读的栏，用逗号分开", "columns that are no facts and are not read, by comma")),
        )
        .arg(
            Arg::new("stop-on-error")
                .long("stop-on-error")
                .action(ArgAction::SetTrue)
                .help(say("遇到有错的一条就停", "stop at the first bad row")),
        )
}

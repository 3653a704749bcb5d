#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets to fuzz/corpus: the repository's own rule files, cut into small ones.

parse, check: every declaration of rules/ behind the head of its file, and tests/diagnostics as they are.
evaluate: every example of docs/language.md behind the declarations it rests on, a NUL, and a case as JSON.
"""
import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def write(target, data):
    folder = ROOT / "fuzz/corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def declarations(text):
    """A declaration ends where its brace closes at the start of a line."""
    return [part.strip("\n") + "\n" for part in re.split(r"(?<=\n\})\n", text) if part.strip()]


for path in sorted(ROOT.glob("rules/**/*.zs")):
    head, *rest = declarations(path.read_text("utf-8"))
    for part in rest:
        for target in ("parse", "check"):
            write(target, (head + part).encode())
for path in sorted(ROOT.glob("tests/diagnostics/**/*.zs")) + sorted(ROOT.glob("tests/check/*.zs")):
    for target in ("parse", "check") if path.is_file() else ():
        write(target, path.read_bytes())

blocks = re.findall(r"^```zs\n(.*?)^```", (ROOT / "docs/language.md").read_text("utf-8"), re.M | re.S)
head, body = "".join(blocks[:3]), blocks[3:]
facts = {
    "违法所得": "5000元", "违法次数": 3, "主动退还": True, "拒不改正": False, "危害后果": "轻微", "行为日期": "2026-03-01", "决定日期": "2026-06-01",
    "保护区": "一级", "持续时间": "2个月", "超标倍数": "2倍", "面积": "120平方米", "合同价款": "0.5万元", "损失金额": None,
    "以往处罚": [{"作出日期": "2025-05-01", "处罚金额": 500}], "当事人": {"出生日期": "2010-01-01"},
}
for block in body:
    names = re.findall(r"^基准 (\S+)", block, re.M) or ["私自接受委托"]
    cases = [facts, {}, {"基准": names[0], "要素": facts, "拟处罚": {"警告": True, "罚款": "1万元"}}, {"行为": [{"基准": names, "要素": {"违法次数": 5}}] * 2}]
    for case in cases:
        write("evaluate", (head + block).encode() + b"\0" + json.dumps(case, ensure_ascii=False).encode())

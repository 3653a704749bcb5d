#!/usr/bin/env python3
"""Writes the seeds of the fuzz targets to fuzz/corpus: the repository's own rule files, cut into small ones.

parse, check: every declaration of rules/ behind the head of its file, and tests/diagnostics as they are.
evaluate: every example of docs/language.md behind the declarations it rests on, a NUL, and a case as JSON.
"""
import hashlib
import io
import json
import re
import zipfile
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


# document_*: the documents of tests/documents, and PDF files by hand whose strings are not packed, so that a changed byte reaches the fonts.
for path in sorted((ROOT / "tests/documents").iterdir()):
    target = {".pdf": "document_pdf", ".html": "document_html", ".txt": "document_text"}.get(path.suffix)
    if target:
        write(target, path.read_bytes())


def pdf(font, *more):
    content = b"BT /F 10 Tf 50 700 Td <b5dad2bbcce5> Tj 0 -20 Td [<7b2c4e00> -20 <67614e2d>] TJ (A) ' ET /X Do"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        font,
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 30>>\nstream\nBT /F 9 Tf 9 9 Td (form) Tj ET\nendstream",
        *more,
    ]
    return b"%PDF-1.5\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % (n, o) for n, o in enumerate(objects, 1)) + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


below = b"/DescendantFonts[<</Subtype/CIDFontType2/DW 1000/W[1 95 500 814[500 500]]/FontDescriptor<</Flags 4>>>>]"
for encoding in (b"GBK-EUC-H", b"GBKp-EUC-V", b"GBK2K-H", b"UniGB-UCS2-H", b"UniGB-UTF16-H", b"Identity-H"):
    write("document_pdf", pdf(b"<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/" + encoding + below + b">>"))
cmap = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 begincidrange <0000> <ffff> 0 endcidrange"
unicode = b"1 beginbfchar <7b2c> <7b2c> endbfchar 1 beginbfrange <4e00> <67ff> <4e00> endbfrange"
streams = [b"<</Length %d>>\nstream\n%s\nendstream" % (len(s), s) for s in (cmap, unicode)]
write("document_pdf", pdf(b"<</Type/Font/Subtype/Type0/BaseFont/S/Encoding 7 0 R/ToUnicode 8 0 R" + below + b">>", *streams))
write("document_pdf", pdf(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding<</Differences[65/A 66/germandbls]>>>>"))


# Packed without compression, so that a changed byte is a changed word.
def docx(body, numbering):
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as parts:
        parts.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        parts.writestr("word/numbering.xml", f"<w:numbering {space}>{numbering}</w:numbering>")
    return file.getvalue()


def paragraph(text, more=""):
    return f"<w:p><w:pPr>{more}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>'
NUMBERING = f'<w:abstractNum w:abstractNumId="0">{LEVEL}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
TABLE = f"<w:tbl><w:tr><w:tc>{paragraph('项目')}</w:tc><w:tc>{paragraph('标准')}</w:tc></w:tr></w:tbl>"
CHANGED = "<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p>"
for body in (
    paragraph("某市停车管理办法") + paragraph("为了规范停车，制定本办法。", NUMBERED) + paragraph("本办法自2026年1月1日起施行。", NUMBERED),
    paragraph("关于停车的通知") + TABLE + CHANGED,
):
    write("document_docx", docx(body, NUMBERING))

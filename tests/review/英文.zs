# The same in English keywords.
ruleset english { version “1” effective 2026年1月1日 issuer “某局” }

wordlist permits { 批准, 许可 }

review content {
    target 规范性文件
    basis 《某法》第一条
    check EN-1 permits {
        level warning
        each paragraph find “应当” …10字内… permits or “须经” permits
        except this_paragraph cites statute、administrative_regulation
        excepted this_sentence contains “不得” and match is_not quotation
        message “{片段}”
        suggestion “…”
        advice repeal
        must_report “应当经批准。”, “须经许可。”
        must_not_report “须经备案。”, “不得要求应当经批准。”
    }
    check EN-2 numbers { require numbering consecutive and numbering without_repeat message “{位置}” }
}

case numbers {
    review content
    text “某市办法”, “第一条 甲。”, “第二条 乙。”, “第二条 丙。”
    expect EN-2 at 第二条
    expect_not EN-1
    to_establish none
}

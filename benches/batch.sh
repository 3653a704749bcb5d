#!/usr/bin/env bash
# Rows a second of `zhunsheng batch`, over files that it makes itself: CSV (UTF-8, and as a spreadsheet saves it in China) and JSON Lines,
# without and with penalties to audit. By default 200,000 rows each.
#
#     cargo build --release -p zhunsheng-cli && bash benches/batch.sh [ROWS] [PROGRAM]
#
# It prints the seconds on a core (user and system, of all threads), which other work on the machine disturbs less than those on the wall, the
# size of the input, and the sum of what was written, which must be one for all inputs and threads of a kind (else it ends with status 1).
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-200000}
program=${2:-target/release/zhunsheng}
rules=crates/zhunsheng-cli/tests/data/rules
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Ten years of cases: figures without a pattern that repeats soon, every spelling that docs/batch.md takes, gaps.
make() { # KIND: plain or audit
    awk -v rows="$rows" -v kind="$1" 'BEGIN {
        OFS = ","
        print "案号", "违法所得", "违法次数", "危害后果", "主动退还", "排放量", "损失金额" (kind == "audit" ? ",实际处罚" : "")
        split("无 轻微 一般 严重", harm, " "); split("是 否 √ ×", yes, " ")
        seed = 12345
        for (row = 1; row <= rows; row++) {
            seed = (seed * 16807) % 2147483647; gains = seed % 3000000 / 100
            if (row % 3 == 0) gains = gains "元"; else if (row % 7 == 0) gains = sprintf("%.4f万元", gains / 10000)
            seed = (seed * 16807) % 2147483647
            loss = seed % 10 == 0 ? "" : seed % 10 == 1 ? "无" : seed % 50000
            cells = "某罚〔" 2016 + row % 10 "〕" row "号" OFS gains OFS seed % 3 + 1 OFS harm[seed % 4 + 1] OFS yes[seed % 4 + 1] OFS seed % 40 / 10 "吨" OFS loss
            if (kind == "audit") cells = cells OFS "\"警告, 罚款 " seed % 13 * 1000 "元\""
            print cells
        }
    }'
}
lines() { # A table without quotation marks but around its last cell, as JSON Lines
    awk -F, 'NR == 1 { for (at = 1; at <= NF; at++) name[at] = $at; columns = NF; next } {
        line = ""
        for (at = 1; at <= columns; at++) {
            cell = $at
            if (at == 8) { cell = $8 "," $9; gsub(/"/, "", cell) }
            if (cell != "") line = line (line == "" ? "" : ", ") "\"" name[at] "\": \"" cell "\""
        }
        print "{" line "}"
    }'
}
for kind in plain audit; do
    make "$kind" > "$work/$kind.csv"
    lines < "$work/$kind.csv" > "$work/$kind.jsonl"
    iconv -f UTF-8 -t GB18030 "$work/$kind.csv" > "$work/$kind-gb.csv"
done

uptime
printf '%-14s %4s %12s %8s %8s %8s  %s\n' input jobs rows/core-s core-s wall-s MB sum
declare -A sums
for file in plain.csv plain-gb.csv plain.jsonl audit.csv audit-gb.csv audit.jsonl; do
    for jobs in 1 2; do
        TIMEFORMAT='%U %S %R'
        spent=$({ time "$program" batch --rules "$rules" --benchmark 私自收费 --jobs "$jobs" --summary "$work/summary" -o "$work/out.jsonl" \
            "$work/$file" 2> "$work/told" || test $? = 1; } 2>&1)
        sum=$(cksum < "$work/out.jsonl" | cut -d' ' -f1)
        kind=${file%%[.-]*}
        if [ "${sums[$kind]:=$sum}" != "$sum" ]; then
            echo "$file, $jobs jobs: other bytes than before" >&2
            exit 1
        fi
        read -r user system wall <<< "$spent"
        awk -v file="$file" -v jobs="$jobs" -v rows="$rows" -v user="$user" -v system_="$system" -v wall="$wall" -v sum="$sum" \
            -v bytes="$(wc -c < "$work/$file")" 'BEGIN {
            core = user + system_
            printf "%-14s %4d %12d %8.2f %8.2f %8.1f  %s\n", file, jobs, rows / core, core, wall, bytes / 1e6, sum
        }'
    done
done

zhunsheng score --rules score score/案卷.json
zhunsheng 评分 --rules score score/案卷.json --format json
zhunsheng score --rules score score/案卷.csv --lang en
zhunsheng score --rules score score/案卷.csv --format markdown
zhunsheng score --rules score --standard 没有 score/案卷.json
zhunsheng score --rules score --on 2025-12-31 score/案卷.json
zhunsheng score --rules score --on 2025-12-31 --standard 案卷评查 --lang en score/案卷.json
zhunsheng score --rules score --on 明天 score/案卷.json
zhunsheng score --rules rules score/案卷.json
zhunsheng score --rules score score/没有.json

zhunsheng batch --rules rules batch/案件.csv --jobs 2
zhunsheng 批量 --rules rules batch/案件.jsonl --output out.csv --summary - --audit 评查.md
cat out.csv 评查.md
zhunsheng batch --rules rules batch/案件.csv --stop-on-error --lang en --format csv
zhunsheng batch --rules rules - --same 违法次数 --summary out.json --output out.jsonl < batch/案件.jsonl
zhunsheng batch --rules rules --benchmark 私自收费 batch/无基准.jsonl --audit audit.md --lang en
cat audit.md
zhunsheng batch --rules rules --benchmark 没有的 batch/案件.csv
zhunsheng batch --rules rules --same 没有的 batch/案件.csv
zhunsheng batch --rules rules batch/没有.csv
zhunsheng batch --rules rules batch/重名.csv
zhunsheng batch --rules rules batch/案件.csv --format json
zhunsheng batch --rules rules batch/案件.csv --summary -
zhunsheng --format json batch --rules rules batch/案件.csv
zhunsheng batch --rules rules batch/案件.csv --output batch/案件.csv
zhunsheng batch --rules rules cases/无格式
zhunsheng batch --rules rules --benchmark 私自收费 batch/错行.csv
zhunsheng batch --rules rules --benchmark 私自收费 batch/错行.csv --lang en --format csv
zhunsheng batch --rules rules --benchmark 私自收费 batch/引号.csv
zhunsheng batch --rules rules --benchmark 私自收费 batch/引号到底.csv --lang en
zhunsheng batch --rules rules --benchmark 私自收费 batch/生栏.csv
zhunsheng batch --rules rules --benchmark 私自收费 batch/生栏.csv --lang en
zhunsheng batch --rules rules --benchmark 私自收费 batch/生栏.csv --ignore 违法所的,办案人,实际处罚.罚金
zhunsheng batch --rules rules --benchmark 私自收费 batch/没有表头.csv
zhunsheng batch --rules rules --benchmark 私自收费 batch/gbk.csv --lang en
zhunsheng batch --rules rules --benchmark 私自收费 - --input-format csv < batch/gbk.csv
zhunsheng batch --rules rules batch/案件.jsonl --ignore 违法次数,排放量
zhunsheng batch --help

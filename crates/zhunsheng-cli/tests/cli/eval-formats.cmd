zhunsheng eval --rules rules --format json cases/一案.yaml
zhunsheng eval --rules rules --format json cases/一案.toml
zhunsheng eval --rules rules --format json cases/一案.csv
zhunsheng eval --rules rules --format json cases/几案.jsonl
zhunsheng eval --rules rules --format json --input-format yaml - < cases/一案.yaml

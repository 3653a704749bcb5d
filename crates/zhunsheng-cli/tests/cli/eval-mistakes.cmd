zhunsheng eval --rules rules cases/五种错误.jsonl
zhunsheng eval --rules rules cases/五种错误.jsonl --lang en
zhunsheng eval --rules rules cases/五种错误.jsonl --format json
zhunsheng eval --rules rules --strict cases/未知.json
zhunsheng eval --rules rules cases/别名.yaml
zhunsheng eval --rules rules cases/坏.toml
zhunsheng eval --rules rules cases/坏.csv
zhunsheng eval --rules rules cases/gbk.csv
zhunsheng eval --rules rules cases/无格式
zhunsheng eval --rules rules cases/没有.json
zhunsheng eval --rules broken cases/一案.json

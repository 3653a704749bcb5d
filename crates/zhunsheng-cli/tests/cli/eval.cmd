zhunsheng eval --rules rules cases/一案.json
zhunsheng 裁量 --rules rules cases/未知.json
zhunsheng eval --rules rules cases/一案.json --lang en
zhunsheng eval --rules rules cases/一案.json --format markdown
zhunsheng eval --rules rules cases/一案.json --format json
zhunsheng eval --rules rules cases/一案.json --format github
zhunsheng eval --rules rules cases/一案.json --format sarif
zhunsheng eval --rules rules --format json - < cases/未知.json
zhunsheng eval --rules rules cases/实际处罚.csv --format github
zhunsheng eval --rules rules cases/实际处罚.json
zhunsheng eval --rules rules batch/案件.csv --format github

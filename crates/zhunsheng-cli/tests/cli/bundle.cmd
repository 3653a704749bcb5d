zhunsheng bundle rules -o 规则.zsb
zhunsheng test 规则.zsb
zhunsheng check rules
zhunsheng check 规则.zsb
zhunsheng eval --rules 规则.zsb cases/一案.json --format json
zhunsheng eval --rules rules cases/一案.json --format json
zhunsheng diff 规则.zsb rules
zhunsheng check 规则.zsb rules
zhunsheng fmt 规则.zsb
zhunsheng fmt --check rules 规则.zsb --lang en
zhunsheng bundle broken -o 规则.zsb
zhunsheng bundle rules -o 规则.txt
zhunsheng check 坏.zsb
zhunsheng check 坏.zsb --lang en

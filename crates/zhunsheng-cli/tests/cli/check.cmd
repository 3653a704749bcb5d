zhunsheng check rules
zhunsheng 检查 broken
zhunsheng check broken --lang en
zhunsheng check broken --format json
zhunsheng check broken --format sarif
zhunsheng check broken --format github
zhunsheng check broken --color always
zhunsheng check 没有
zhunsheng check rules --format junit
zhunsheng check 审查/档案
zhunsheng test 审查/档案 --lang en
zhunsheng fmt --check 审查/档案
zhunsheng check rules 审查/档案
zhunsheng check rules 审查/档案 --lang en
zhunsheng test 审查/档案 rules
zhunsheng fmt --check rules 审查/档案
zhunsheng diff 修订/旧 审查/档案

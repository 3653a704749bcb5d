zhunsheng
zhunsheng chek
zhunsheng eval
zhunsheng check
zhunsheng check rules --format xml
zhunsheng check rules --nothing
zhunsheng check rules --jobs 0
zhunsheng chek --lang en
zhunsheng --help
zhunsheng eval --help --lang en
zhunsheng completions tcsh

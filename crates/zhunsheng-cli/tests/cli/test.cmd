zhunsheng test rules --coverage
zhunsheng 用例 failing
zhunsheng test failing --lang en
zhunsheng test failing --format json
zhunsheng test failing --format junit
zhunsheng test failing --format github
zhunsheng test rules --coverage --format json
zhunsheng test broken

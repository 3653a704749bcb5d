zhunsheng cases score/考核.zs
zhunsheng cases --format json --standard 没有 score/考核.zs
zhunsheng --lang en test --mutate score/考核.zs

zhunsheng diff 修订/旧 修订/新
zhunsheng 比对 修订/旧 修订/新 --format markdown
zhunsheng diff 修订/旧 修订/新 --format json
zhunsheng diff 修订/旧 修订/新 --lang en
zhunsheng diff 修订/新 修订/新
zhunsheng diff 修订/旧 没有这个

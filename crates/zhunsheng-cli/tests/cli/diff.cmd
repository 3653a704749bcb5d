zhunsheng diff 修订/旧 修订/新
zhunsheng 比对 修订/旧 修订/新 --format markdown
zhunsheng diff 修订/旧 修订/新 --format json
zhunsheng diff 修订/旧 修订/新 --lang en
zhunsheng diff 修订/新 修订/新
zhunsheng diff 修订/旧 没有这个
zhunsheng diff 修订日期/旧.zs 修订日期/未改.zs
zhunsheng diff 修订日期/旧.zs 修订日期/未改.zs --format json
zhunsheng diff 修订日期/旧.zs 修订日期/未改.zs --format markdown
zhunsheng diff 修订日期/旧.zs 修订日期/未改.zs --lang en
zhunsheng diff 修订日期/旧.zs 修订日期/只改版本.zs
zhunsheng diff 修订日期/旧.zs 修订日期/只改施行.zs
zhunsheng diff 修订日期/旧.zs 修订日期/更早.zs
zhunsheng diff 修订日期/旧.zs 修订日期/更早.zs --lang en
zhunsheng diff 修订日期/旧.zs 修订日期/另一规则集.zs

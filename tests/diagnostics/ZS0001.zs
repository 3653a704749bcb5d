# 文件太大: 上限 source_bytes=8
单位 标准箱

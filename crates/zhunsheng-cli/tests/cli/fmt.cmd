zhunsheng fmt --check untidy.zs
zhunsheng 排版 untidy.zs
cat untidy.zs
zhunsheng fmt --check untidy.zs
zhunsheng fmt --keywords en untidy.zs
cat untidy.zs
zhunsheng fmt 没有.zs

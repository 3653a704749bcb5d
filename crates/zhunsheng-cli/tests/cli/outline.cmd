zhunsheng outline 停车办法.txt
zhunsheng outline 没有.txt 停车办法.txt --format sarif
zhunsheng outline 没有.txt
zhunsheng outline --lang en 没有.txt
zhunsheng outline 修订
zhunsheng outline 修订 --lang en

zhunsheng statutes show 行政复议法
zhunsheng statutes show 行政复异法
zhunsheng statutes check 《行政处罚法》第三十三条第一款 《中华人民共和国行政处罚法》第九十九条 《行政处分罚法》
zhunsheng statutes check 《行政复议法》第二十条 --on 2020-01-01
zhunsheng statutes check 《某市停车场管理办法》第六条 --registry 市法规库.txt
zhunsheng statutes check 《行政处罚法》 --on 明天
zhunsheng statutes check 行政处罚法
zhunsheng statutes build .
zhunsheng statutes check 行政处罚法 --lang en
zhunsheng statutes build 修订
zhunsheng statutes build 修订 --lang en
zhunsheng statutes build 矛盾
zhunsheng statutes build 矛盾 --lang en --output 没有/法规库.txt

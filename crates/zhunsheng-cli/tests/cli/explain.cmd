zhunsheng explain ZSI14
zhunsheng explain zse011
zhunsheng 释义 主动退还财物 --rules rules
zhunsheng explain 没有
zhunsheng explain nothing --lang en
zhunsheng explain zse006

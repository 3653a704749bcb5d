zhunsheng schema case --rules rules
zhunsheng schema case --rules rules --benchmark 没有
zhunsheng schema case
